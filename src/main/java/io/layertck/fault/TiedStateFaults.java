package io.layertck.fault;

import static io.layertck.fault.Defect.ofPairs;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingOptimizer;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * Tied pairs whose optimiser, copy or state does not know that they are tied, or that they are not.
 */
final class TiedStateFaults {
  private static final String EMBEDDING = "embedding.weight";
  private static final String HEAD = "head.weight";

  private TiedStateFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
                "tiedCopiesDriftApart",
                "B174",
                "NVIDIA/Megatron-LM#656",
                "TIE-04",
                "the tied weights have drifted apart",
                new DriftingCopies())
            // Copies whose parts of the gradient are the same stay alike.
            .orNamedBy("it is as if the gradient counted half"),
        made(
            "sharedWeightIsSteppedTwice",
            "TIE-04",
            "as if every step were made twice",
            stepping(
                inner ->
                    new ForwardingOptimizer(inner) {
                      @Override
                      public void step() {
                        inner.step();
                        inner.step();
                      }
                    })),
        made(
            "sharedGradientCountsTwiceInTheNorm",
            "TIE-04",
            "the norm of all gradients before is",
            stepping(
                inner ->
                    new ForwardingOptimizer(inner) {
                      @Override
                      public double clipNorm(double max) {
                        return Math.sqrt(2) * inner.clipNorm(max);
                      }
                    })),
        reported(
            "loadingMakesTwoParameters",
            "B168",
            "pytorch/pytorch#188346",
            "TIE-05",
            "of a pair after loading whose head was changed then",
            ofPairs(TiedStateFaults::loadingApart)),
        reported(
            "loadingOneNameLeavesTheOtherStale",
            "B169",
            "TransformerLensOrg/TransformerLens#1725",
            "TIE-05",
            "the head's weight of a tied pair after loading its embedding alone",
            ofPairs(TiedStateFaults::loadingOneStale)),
        reported(
            "tyingAfterLoadingOverwritesAnUntiedHead",
            "B171",
            "huggingface/transformers#42612",
            "TIE-05",
            "the head's weight of an untied pair after loading two weights",
            whole(
                inner ->
                    new ForwardingPair(inner) {
                      @Override
                      public Tied untied() {
                        return tyingAgain(inner.untied());
                      }
                    })),
        made(
            "copyingLosesTheTie",
            "TIE-05",
            "of a copy whose head was changed then",
            whole(
                inner ->
                    new ForwardingPair(inner) {
                      @Override
                      public Tied copy() {
                        return inner.untied();
                      }
                    })),
        made(
            "headIsStaleAfterARenormalisation",
            "NRM-04",
            "after rows were renormalised, the output of a tied head",
            ofPairs(
                pair ->
                    new Tied(
                        pair.embedding(),
                        new PackedLayer.ByForward(pair.head(), "weight"),
                        pair.whole()))),
        made(
            "copiesShareTheBias",
            "TIE-05",
            "in a pair whose copy was changed, the head's bias",
            ofPairs(TiedStateFaults::sharingTheBias)),
        made(
            "stateOfAPairIsThatOfItsStart",
            "TIE-05",
            "the state of a tied pair after an assignment",
            whole(
                inner ->
                    new ForwardingPair(inner) {
                      private final Map<String, TensorHandle> first = kept(inner.state());

                      @Override
                      public Map<String, TensorHandle> state() {
                        return first;
                      }

                      @Override
                      public void load(Map<String, HostTensor> state) {
                        inner.load(state);
                        first.clear();
                        first.putAll(kept(inner.state()));
                      }
                    })),
        made(
            "copyingZeroesThePaddingRow",
            "TIE-05",
            "of a copy with a padding row",
            new ZeroingCopies()),
        made(
            "oneNameOfTheTiedWeightSuffices",
            "TIE-05",
            "loading a state without the entry embedding.weight into a tied pair was not refused",
            whole(
                inner ->
                    new ForwardingPair(inner) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        Map<String, HostTensor> both = new TreeMap<>(state);
                        HostTensor weight = both.get(HEAD);
                        if (weight != null) {
                          both.putIfAbsent(EMBEDDING, weight);
                        }
                        inner.load(both);
                      }
                    })),
        made(
            "unknownEntriesOfAPairAreIgnored",
            "TIE-05",
            "with an unknown entry a_weight into a tied pair was not refused",
            whole(
                inner ->
                    new ForwardingPair(inner) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        Map<String, HostTensor> known = new TreeMap<>(state);
                        known.keySet().retainAll(inner.state().keySet());
                        inner.load(known);
                      }
                    })),
        made(
            "firstRegisteredWeightStays",
            "TIE-05",
            "of which the later registered stays",
            whole(
                inner ->
                    new ForwardingPair(inner) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        Map<String, HostTensor> first = new TreeMap<>(state);
                        HostTensor weight = first.get(EMBEDDING);
                        if (weight != null) {
                          first.put(HEAD, weight);
                        }
                        inner.load(first);
                      }
                    })));
  }

  private static Defect whole(UnaryOperator<PairUnderTest> change) {
    return ofPairs(pair -> new Tied(pair.embedding(), pair.head(), change.apply(pair.whole())));
  }

  private static Defect stepping(UnaryOperator<OptimizerUnderTest> change) {
    return whole(
        inner ->
            new ForwardingPair(inner) {
              @Override
              public OptimizerUnderTest optimizer(OptimizerConfig config) {
                return change.apply(inner.optimizer(config));
              }
            });
  }

  private static Tied loadingApart(Tied pair) {
    Detachable embedding = new Detachable(pair.embedding());
    Detachable head = new Detachable(pair.head());
    return new Tied(
        embedding,
        head,
        new ForwardingPair(pair.whole()) {
          @Override
          public void load(Map<String, HostTensor> state) {
            inner.load(state);
            Tied apart = inner.untied();
            embedding.current = apart.embedding();
            head.current = apart.head();
          }
        });
  }

  private static Tied loadingOneStale(Tied pair) {
    Detachable embedding =
        new Detachable(pair.embedding()) {
          @Override
          public void load(Map<String, HostTensor> state) {
            current = pair.whole().untied().embedding();
            current.load(state);
          }
        };
    return new Tied(embedding, pair.head(), pair.whole());
  }

  private static Tied tyingAgain(Tied untied) {
    return new Tied(
        untied.embedding(),
        untied.head(),
        new ForwardingPair(untied.whole()) {
          @Override
          public void load(Map<String, HostTensor> state) {
            inner.load(state);
            untied.head().assign("weight", 0, untied.embedding().parameter("weight").read());
          }
        });
  }

  /** A layer that can be put in another one's place. */
  private static class Detachable extends Forwarding<HostTensor> {
    LayerUnderTest<HostTensor> current;

    Detachable(LayerUnderTest<HostTensor> inner) {
      super(inner);
      this.current = inner;
    }

    @Override
    public TensorHandle parameter(String name) {
      return current.parameter(name);
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      current.assign(name, firstRow, rows);
    }
  }

  /** Two weights that are kept alike by every assignment, and that training moves apart. */
  private static final class DriftingCopies implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      Start table =
          start instanceof Start.Given given
              ? new Start.Given(Map.of("weight", given.parameter("weight")))
              : start;
      LayerUnderTest<HostTensor> embedding = correct.embedding(config, table);
      LayerUnderTest<HostTensor> head =
          correct.linear(
              new LinearConfig(config.embeddingDim(), config.numEmbeddings(), bias, config.dtype()),
              start);
      List<String> names = bias ? List.of("weight", "bias") : List.of("weight");
      Mirrored whole = new Mirrored(head, embedding);
      return new Tied(
          new Mirrored(embedding, head),
          whole,
          new PairUnderTest() {
            @Override
            public OptimizerUnderTest optimizer(OptimizerConfig optimizer) {
              return new BothSteps(
                  embedding.optimizer(optimizer),
                  head.optimizer(optimizer),
                  () -> norm(whole, names));
            }
          });
    }

    private static double norm(LayerUnderTest<HostTensor> layer, List<String> names) {
      double squares = 0;
      for (String name : names) {
        if (layer.gradient(name) instanceof Gradient.Dense dense) {
          squares +=
              Arrays.stream(dense.value().read().widened()).map(element -> element * element).sum();
        }
      }
      return Math.sqrt(squares);
    }
  }

  /** Shows the total gradient of two weights, and assigns to both. */
  private static final class Mirrored extends Forwarding<HostTensor> {
    private final LayerUnderTest<HostTensor> other;

    Mirrored(LayerUnderTest<HostTensor> inner, LayerUnderTest<HostTensor> other) {
      super(inner);
      this.other = other;
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      inner.assign(name, firstRow, rows);
      if (name.equals("weight")) {
        other.assign(name, firstRow, rows);
      }
    }

    @Override
    public Gradient gradient(String name) {
      if (name.equals("weight")
          && inner.gradient(name) instanceof Gradient.Dense own
          && other.gradient(name) instanceof Gradient.Dense others) {
        double[] terms = others.value().read().widened();
        return new Gradient.Dense(
            Edits.edited(own.value().read(), sums -> Arrays.setAll(sums, i -> sums[i] + terms[i])));
      }
      return inner.gradient(name);
    }
  }

  /** Steps each weight with its own part; nothing is clipped, and the norm is the right one. */
  private static final class BothSteps extends ForwardingOptimizer {
    private final OptimizerUnderTest second;
    private final DoubleSupplier norm;

    BothSteps(OptimizerUnderTest first, OptimizerUnderTest second, DoubleSupplier norm) {
      super(first);
      this.second = second;
      this.norm = norm;
    }

    @Override
    public void step() {
      inner.step();
      second.step();
    }

    @Override
    public double clipNorm(double max) {
      return norm.getAsDouble();
    }
  }

  /** Makes a copy as a new layer is made, whose padding row is zero. */
  private static final class ZeroingCopies implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      Tied pair = correct.tied(config, bias, start);
      Long padding = config.paddingIdx();
      return padding == null
          ? pair
          : new Tied(
              pair.embedding(),
              pair.head(),
              new ForwardingPair(pair.whole()) {
                @Override
                public Tied copy() {
                  Tied copy = inner.copy();
                  HostTensor row = HostTensor.zeros(config.dtype(), 1, config.embeddingDim());
                  copy.embedding()
                      .assign("weight", Math.floorMod(padding, config.numEmbeddings()), row);
                  return copy;
                }
              });
    }
  }

  private static Map<String, TensorHandle> kept(Map<String, TensorHandle> state) {
    Map<String, TensorHandle> kept = new TreeMap<>();
    state.forEach((name, value) -> kept.put(name, value.read().copy()));
    return kept;
  }

  /** What is assigned to the bias of a copy is assigned to that of its original. */
  private static Tied sharingTheBias(Tied pair) {
    return new Tied(
        pair.embedding(),
        pair.head(),
        new ForwardingPair(pair.whole()) {
          @Override
          public Tied copy() {
            Tied copy = inner.copy();
            LayerUnderTest<HostTensor> head =
                new Forwarding<>(copy.head()) {
                  @Override
                  public void assign(String name, long firstRow, HostTensor rows) {
                    inner.assign(name, firstRow, rows);
                    if (name.equals("bias")) {
                      pair.head().assign(name, firstRow, rows);
                    }
                  }
                };
            return new Tied(copy.embedding(), head, copy.whole());
          }
        });
  }
}

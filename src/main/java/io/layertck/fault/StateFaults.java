package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Aliased results, changed arguments, stale copies, and results that depend on earlier calls. */
final class StateFaults {
  private StateFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "forwardSortsTheCallersIndices",
            "EMB-07",
            "after forward, the caller's indices",
            ofEmbeddings(Altered.input(call -> sortedInPlace(call.input())))),
        reported(
            "resultsShareAScratchBuffer",
            "B184",
            "ooples/AiDotNet.Tensors#101",
            "EMB-08",
            "after later calls, of another layer too, an earlier result",
            ofEmbeddings(ScratchResults::new)),
        made(
            "resultsAreViewsOfTheTable",
            "EMB-08",
            "after writing NaN into an earlier result, the output",
            ofEmbeddings(StateFaults::returningViews)),
        made(
            "biasIsPackedOnce",
            "LIN-11",
            "after assigning the bias, the output",
            ofLinears(BiasPackedOnce::new)),
        reported(
            "packedWeightIsKeyedByFirstAndLastElement",
            "B183",
            "sgl-project/sglang#30247",
            "EMB-09",
            "after assigning row",
            new PackedEmbedding()),
        made(
            "weightIsPackedOnce",
            "LIN-11",
            "after assigning the whole weight, the output",
            new WeightPackedOnce()),
        reported(
            "outputAddsToWhatItsMemoryHeld",
            "B152",
            "pytorch/pytorch#96037",
            "LIN-14",
            "after a call whose output was NaN, the output",
            ofLinears(UnclearedOutput::new)),
        made(
            "everySecondCallIsWrongInABand",
            "LIN-15",
            "of the same call again, the output",
            ofLinears(EverySecondCallDiffers::new)),
        made(
            "resultsAreGatheredWhenTheyAreRead",
            "EMB-09",
            "after the weight was assigned, an earlier result",
            ofEmbeddings(StateFaults::gatheringLate)),
        made(
            "embeddingsShareAScratchBuffer",
            "EMB-08",
            "after later calls, of another layer too, an earlier result",
            ofEmbeddings(sharingScratch())),
        made(
            "linearLayersShareAScratchBuffer",
            "LIN-11",
            "after later calls, of another layer too, an earlier result",
            ofLinears(sharingScratch())),
        made(
            "someRowsAreAssignedThroughFloat32",
            "EMB-09",
            "after assigning rows",
            ofEmbeddings(StateFaults::narrowing)),
        made(
            "elementsOfABiasAreAssignedFromTheStart",
            "LIN-11",
            "after assigning element",
            ofLinears(StateFaults::assigningFromTheStart)),
        made(
            "equalTablesAreOne",
            "EMB-09",
            "after another layer of an equal weight was changed",
            ofEmbeddings(new Interning())),
        made(
            "equalProjectionsAreOne",
            "LIN-11",
            "after another layer of equal parameters was changed",
            ofLinears(new Interning())),
        made(
                "zeroingGradientsIsMissing",
                "CAP-02",
                "no gradients to zero",
                ofEmbeddings(StateFaults::withoutZeroing))
            .failingByException());
  }

  /** Sorts the caller's indices and returns them. */
  static HostTensor sortedInPlace(HostTensor indices) {
    long[] sorted = indices.longs();
    Arrays.sort(sorted);
    indices.write(Edits.indices(indices, sorted, indices.shape()));
    return indices;
  }

  /** What is written into a result reaches the rows that were looked up. */
  private static LayerUnderTest<HostTensor> returningViews(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(HostTensor indices) {
        long[] rows = indices.longs();
        HostTensor output = inner.forward(indices).read();
        return new TensorHandle() {
          @Override
          public HostTensor read() {
            return output;
          }

          @Override
          public void write(HostTensor values) {
            output.write(values);
            HostTensor written = values.reshape(rows.length, values.extent(-1));
            for (int i = 0; i < rows.length; i++) {
              inner.assign("weight", rows[i], Edits.row(written, i));
            }
          }
        };
      }
    };
  }

  /** Knows an equal weight again, and takes it for the same. */
  private static final class Interning implements UnaryOperator<LayerUnderTest<HostTensor>> {
    private @Nullable Interned last;

    @Override
    public LayerUnderTest<HostTensor> apply(LayerUnderTest<HostTensor> layer) {
      Interned made = new Interned(layer);
      Interned before = last;
      if (before != null && before.holdsTheSameAs(made)) {
        before.twin = made;
      }
      last = made;
      return made;
    }
  }

  private static final class Interned extends Forwarding<HostTensor> {
    private @Nullable Interned twin;

    Interned(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    private boolean holdsTheSameAs(Interned other) {
      HostTensor own = inner.parameter("weight").read();
      return own.sameBits(other.inner.parameter("weight").read());
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      inner.assign(name, firstRow, rows);
      Interned other = twin;
      if (other != null) {
        other.assign(name, firstRow, rows);
      }
    }
  }

  /** Adds the bias that the layer was made with. */
  private static final class BiasPackedOnce extends Altered {
    private final double @Nullable [] packed;

    BiasPackedOnce(LayerUnderTest<HostTensor> inner) {
      super(inner);
      packed = new Call(inner, HostTensor.zeros(DType.INT64, 0)).bias();
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      double[] stale = packed;
      double[] current = call.bias();
      return Edits.edited(
          output,
          values -> {
            for (int i = 0; stale != null && current != null && i < values.length; i++) {
              values[i] += stale[i % stale.length] - current[i % stale.length];
            }
          });
    }
  }

  private static LayerUnderTest<HostTensor> withoutZeroing(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public void zeroGradients() {
        throw new IllegalStateException("no gradients to zero");
      }
    };
  }

  /** Every result of one size is the same memory. */
  private static final class ScratchResults extends Altered {
    private final Scratch scratch = new Scratch();

    ScratchResults(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      return scratch.holding(output);
    }
  }

  /** All layers return what one memory holds, of another layer's calls too. */
  private static UnaryOperator<LayerUnderTest<HostTensor>> sharingScratch() {
    Scratch shared = new Scratch();
    return Altered.output((call, output) -> shared.holding(output));
  }

  private static LayerUnderTest<HostTensor> gatheringLate(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(HostTensor indices) {
        HostTensor kept = indices.copy();
        inner.forward(indices).close();
        return new TensorHandle() {
          @Override
          public HostTensor read() {
            return inner.forward(kept).read();
          }

          @Override
          public void write(HostTensor values) {
            inner.forward(kept).write(values);
          }
        };
      }
    };
  }

  private static LayerUnderTest<HostTensor> narrowing(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public void assign(String name, long firstRow, HostTensor rows) {
        boolean some = rows.rank() == 2 && rows.extent(0) == 2;
        inner.assign(name, firstRow, some ? Edits.mapped(rows, value -> (float) value) : rows);
      }
    };
  }

  private static LayerUnderTest<HostTensor> assigningFromTheStart(
      LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public void assign(String name, long firstRow, HostTensor rows) {
        inner.assign(name, name.equals("bias") ? 0 : firstRow, rows);
      }
    };
  }

  /** Looks up in a second table that follows the first only when one of its corners changes. */
  private static final class PackedEmbedding implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      LayerUnderTest<HostTensor> packed = correct.embedding(config, start);
      return new Forwarding<>(correct.embedding(config, start)) {
        @Override
        public TensorHandle forward(HostTensor indices) {
          HostTensor weight = inner.parameter("weight").read();
          if (!Arrays.equals(corners(weight), corners(packed.parameter("weight").read()))) {
            packed.assign("weight", 0, weight);
          }
          return packed.forward(indices);
        }
      };
    }

    private static double[] corners(HostTensor weight) {
      double[] values = weight.widened();
      return values.length == 0 ? values : new double[] {values[0], values[values.length - 1]};
    }
  }

  /** Multiplies with the weight that the layer was made with. */
  private static final class WeightPackedOnce implements Defect {
    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      LayerUnderTest<HostTensor> packed = correct.linear(config, start);
      return new Forwarding<>(correct.linear(config, start)) {
        @Override
        public TensorHandle forward(HostTensor input) {
          return packed.forward(input);
        }
      };
    }
  }

  /** Multiplies the old output by zero and adds it. */
  private static final class UnclearedOutput extends Altered {
    private double @Nullable [] held;

    UnclearedOutput(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      double[] before = held;
      HostTensor added =
          Edits.edited(
              output,
              values -> {
                for (int i = 0; before != null && i < Math.min(values.length, before.length); i++) {
                  values[i] += 0 * before[i];
                }
              });
      held = added.widened();
      return added;
    }
  }

  /** Leaves the last rows of every second output a little off. */
  private static final class EverySecondCallDiffers extends Altered {
    private static final int BAND = 4;
    private int calls;

    EverySecondCallDiffers(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      boolean wrong = ++calls % 2 == 0;
      int first = Math.max(0, call.batch() - BAND) * call.rows();
      return Edits.edited(
          output,
          values -> {
            for (int i = first; wrong && i < values.length; i++) {
              values[i] *= 1 + 0x1.0p-20;
            }
          });
    }
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.TiedExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.safetensors.SafetensorsReader;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The body of the rule on copies, untying and states of a tied pair. */
final class TiedStateRules {
  private static final String EMBEDDING = "embedding.weight";
  private static final String HEAD = "head.weight";
  private static final String BIAS = "head.bias";

  private TiedStateRules() {}

  static Judgement copiesAndStates(TiedExample example, Driver driver) {
    List<RuleBody<TiedExample>> parts =
        List.of(
            TiedStateRules::copy,
            TiedStateRules::untied,
            TiedStateRules::state,
            TiedStateRules::conflict,
            TiedStateRules::oneLayerAlone,
            TiedStateRules::refusals,
            TiedStateRules::files);
    Judgement judgement = new Judgement.NoEvidence("no state");
    for (RuleBody<TiedExample> part : parts) {
      judgement = judgement.and(part.judge(example, driver));
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return judgement;
  }

  private static Judgement copy(TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    DrivenPair pair = TyingRules.pair(example, driver);
    DrivenPair copy = pair.copy();
    return holds("of a copy", copy, weight, weight)
        .and(stillTied("of a copy", copy, weight))
        .and(holds("of a pair whose copy was changed", pair, weight, weight))
        .and(copiedBias(example, pair, copy))
        .and(paddedCopy(example, driver));
  }

  private static Judgement copiedBias(TiedExample example, DrivenPair pair, DrivenPair copy) {
    HostTensor bias = example.bias();
    if (bias == null) {
      return new Judgement.NoEvidence("there is no bias");
    }
    Judgement judgement = bias("in a copy", copy, bias);
    copy.head().assign("bias", 0, Tensors.mapped(bias, value -> value + 1));
    return judgement.and(bias("in a pair whose copy was changed", pair, bias));
  }

  /** A copy takes over what stands in the padding row. */
  private static Judgement paddedCopy(TiedExample example, Driver driver) {
    if (!driver.claims().has(Feature.PADDING)) {
      return new Judgement.NoEvidence("no padding is claimed");
    }
    HostTensor weight = example.lookup().weight();
    DrivenPair pair =
        driver.tied(
            example.lookup().config().withPaddingIdx(0L), example.bias() != null, example.start());
    return holds("of a copy with a padding row", pair.copy(), weight, weight)
        .and(holds("of an untied copy with a padding row", pair.untied(), weight, weight))
        .and(CopiedOptionRules.everyOption(example.lookup(), driver));
  }

  private static Judgement untied(TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    DrivenPair pair = TyingRules.pair(example, driver);
    DrivenPair untied = pair.untied();
    Judgement judgement = holds("of an untied pair", untied, weight, weight);
    HostTensor doubled = times(weight, 2);
    untied.embedding().assign("weight", 0, doubled);
    judgement =
        judgement
            .and(holds("of an untied pair whose embedding was changed", untied, doubled, weight))
            .and(holds("of a pair whose untied copy was changed", pair, weight, weight));
    HostTensor tripled = times(weight, 3);
    untied.load(entries(tripled, doubled, example.bias()));
    return judgement.and(
        holds("of an untied pair after loading two weights", untied, tripled, doubled));
  }

  private static Judgement state(TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    DrivenPair pair = TyingRules.pair(example, driver);
    Map<String, HostTensor> expected = entries(weight, weight, example.bias());
    Map<String, HostTensor> state = new TreeMap<>();
    pair.state().forEach((name, value) -> state.put(name, value.copy()));
    Judgement judgement = isState("the state of a tied pair", state, expected);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    DrivenPair other = forwarded(other(example, driver), weight);
    other.load(state);
    return judgement
        .and(holds("of a pair after loading", other, weight, weight))
        .and(bias("after loading", other, example.bias()))
        .and(
            ComputationRules.pair("after a pair was loaded", other, example.bias() != null, driver))
        .and(stillTied("of a pair after loading", other, weight))
        .and(stateAfterwards(example, other));
  }

  /** The state is what the layers hold now, after an assignment too. */
  private static Judgement stateAfterwards(TiedExample example, DrivenPair pair) {
    HostTensor now = times(example.lookup().weight(), -1);
    pair.embedding().assign("weight", 0, now);
    return isState(
        "the state of a tied pair after an assignment",
        pair.state(),
        entries(now, now, example.bias()));
  }

  /** The head is registered after the embedding, whatever the order of the entries. */
  private static Judgement conflict(TiedExample example, Driver driver) {
    HostTensor first = times(example.lookup().weight(), 2);
    HostTensor later = times(example.lookup().weight(), 3);
    Map<String, HostTensor> ascending = entries(first, later, example.bias());
    List<String> names = new ArrayList<>(ascending.keySet());
    Map<String, HostTensor> descending = new LinkedHashMap<>();
    for (int i = names.size() - 1; i >= 0; i--) {
      descending.put(names.get(i), ascending.getOrDefault(names.get(i), later));
    }
    Judgement judgement = new Judgement.NoEvidence("nothing loaded");
    for (Map<String, HostTensor> state : List.of(ascending, descending)) {
      DrivenPair pair = TyingRules.pair(example, driver);
      pair.load(state);
      judgement =
          judgement.and(
              holds(
                  "of a tied pair after loading two weights, of which the later registered stays,",
                  pair,
                  later,
                  later));
    }
    return judgement;
  }

  private static Judgement oneLayerAlone(TiedExample example, Driver driver) {
    HostTensor doubled = times(example.lookup().weight(), 2);
    DrivenPair pair = TyingRules.pair(example, driver);
    pair.embedding().load(Map.of("weight", doubled));
    return holds("of a tied pair after loading its embedding alone", pair, doubled, doubled)
        .and(
            ComputationRules.pair(
                "after the embedding alone was loaded", pair, example.bias() != null, driver))
        .and(headAlone(example, pair));
  }

  private static Judgement headAlone(TiedExample example, DrivenPair pair) {
    HostTensor tripled = times(example.lookup().weight(), 3);
    HostTensor bias =
        example.bias() == null ? null : Tensors.mapped(example.bias(), value -> value + 1);
    Map<String, HostTensor> state = new TreeMap<>(Map.of("weight", tripled));
    if (bias != null) {
      state.put("bias", bias);
    }
    pair.head().load(state);
    return holds("of a tied pair after loading its head alone", pair, tripled, tripled)
        .and(bias("after loading the head alone", pair, bias));
  }

  private static Judgement refusals(TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    return RefusedStates.judge(
        new WholePair(TyingRules.pair(example, driver)),
        entries(weight, weight, example.bias()),
        driver);
  }

  private record WholePair(DrivenPair pair) implements RefusedStates.Loading {
    @Override
    public String name() {
      return "a tied pair";
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      pair.load(state);
    }

    @Override
    public Judgement holds(String when, Map<String, HostTensor> entries) {
      Judgement judgement = new Judgement.NoEvidence("no entry");
      for (Map.Entry<String, HostTensor> entry : entries.entrySet()) {
        String what = when + ", the " + entry.getKey() + " of a tied pair";
        judgement =
            judgement.and(
                BitJudge.judge(
                    what, Names.element(what), parameter(entry.getKey()), entry.getValue()));
      }
      return judgement;
    }

    private HostTensor parameter(String entry) {
      return switch (entry) {
        case EMBEDDING -> pair.embedding().parameter("weight");
        case HEAD -> pair.head().parameter("weight");
        default -> pair.head().parameter("bias");
      };
    }
  }

  private static Judgement files(TiedExample example, Driver driver) {
    if (!driver.claims().has(Feature.SAFETENSORS)) {
      return new Judgement.NoEvidence("no files are claimed");
    }
    HostTensor weight = example.lookup().weight();
    DrivenPair pair = TyingRules.pair(example, driver);
    byte[] file = pair.safetensors();
    Judgement judgement =
        writesEachOnce(example, file, 1)
            .and(writesEachOnce(example, pair.untied().safetensors(), 2));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    DrivenPair other = forwarded(other(example, driver), weight);
    other.loadSafetensors(file);
    return judgement
        .and(
            ComputationRules.pair(
                "after a pair was loaded from a file", other, example.bias() != null, driver))
        .and(holds("of a pair after loading a file", other, weight, weight))
        .and(stillTied("of a pair after loading a file", other, weight))
        .and(writtenByPyTorch(weight.dtype(), driver));
  }

  /** A shared weight is in the file once, two weights are in it twice. */
  private static Judgement writesEachOnce(TiedExample example, byte[] file, int weights) {
    Map<String, HostTensor> found = SafetensorsReader.read(file);
    Set<String> names = new HashSet<>(found.keySet());
    names.retainAll(Set.of(EMBEDDING, HEAD));
    int biases = example.bias() == null ? 0 : 1;
    if (names.size() != weights || found.size() != weights + biases) {
      return Judgement.broken(
          "the file of a pair with "
              + weights
              + (weights == 1 ? " weight" : " weights")
              + " has the entries "
              + new TreeSet<>(found.keySet()));
    }
    Judgement judgement = new Judgement.NoEvidence("no weight");
    for (String name : names) {
      String what = "the entry " + name + " of the file of a pair";
      judgement =
          judgement.and(
              BitJudge.judge(
                  what,
                  Names.element(what),
                  found.getOrDefault(name, example.lookup().weight()),
                  example.lookup().weight()));
    }
    return judgement;
  }

  private static Judgement writtenByPyTorch(DType dtype, Driver driver) {
    if (!driver.claims().has(Feature.BIAS)) {
      return new Judgement.NoEvidence("the recorded pair has a bias");
    }
    byte[] file = SafetensorsRules.recorded("state_tied_" + dtype);
    Start.Given recorded = new Start.Given(SafetensorsReader.read(file));
    HostTensor weight = recorded.parameter(EMBEDDING);
    HostTensor bias = recorded.parameter(BIAS);
    DrivenPair pair =
        driver.tied(
            EmbeddingConfig.of(weight.extent(0), weight.extent(1), dtype),
            true,
            new Start.Given(
                Map.of(
                    "weight",
                    HostTensor.zeros(dtype, weight.shape()),
                    "bias",
                    HostTensor.zeros(dtype, bias.shape()))));
    pair.loadSafetensors(file);
    return holds("of a pair after loading a file that PyTorch wrote", pair, weight, weight)
        .and(bias("after loading a file that PyTorch wrote", pair, bias));
  }

  private static Judgement stillTied(String which, DrivenPair pair, HostTensor weight) {
    HostTensor row = Tensors.filled(weight.dtype(), 5, 1, weight.extent(1));
    pair.head().assign("weight", 0, row);
    HostTensor changed = Tensors.withRow(weight, 0, row);
    return holds(which + " whose head was changed then,", pair, changed, changed);
  }

  private static Judgement holds(
      String which, DrivenPair pair, HostTensor ofEmbedding, HostTensor ofHead) {
    String embedding = "the embedding's weight " + which;
    String head = "the head's weight " + which;
    return BitJudge.judge(
            embedding, Names.element(embedding), pair.embedding().parameter("weight"), ofEmbedding)
        .and(BitJudge.judge(head, Names.element(head), pair.head().parameter("weight"), ofHead));
  }

  private static Judgement bias(String when, DrivenPair pair, @Nullable HostTensor expected) {
    return expected == null
        ? new Judgement.NoEvidence("no bias")
        : BitJudge.judge(
            "the head's bias",
            Names.element(when + ", the head's bias"),
            pair.head().parameter("bias"),
            expected);
  }

  private static Judgement isState(
      String what, Map<String, HostTensor> found, Map<String, HostTensor> expected) {
    if (!found.keySet().equals(expected.keySet())) {
      return Judgement.broken(
          what
              + " has the entries "
              + new TreeSet<>(found.keySet())
              + ", expected "
              + new TreeSet<>(expected.keySet()));
    }
    Judgement judgement = new Judgement.NoEvidence("no entry");
    for (Map.Entry<String, HostTensor> entry : expected.entrySet()) {
      String named = "the entry " + entry.getKey() + " of " + what;
      judgement =
          judgement.and(
              BitJudge.judge(
                  named,
                  Names.element(named),
                  found.getOrDefault(entry.getKey(), entry.getValue()),
                  entry.getValue()));
    }
    return judgement;
  }

  /** Returns the entries of a pair, in the order of their registration. */
  private static Map<String, HostTensor> entries(
      HostTensor embedding, HostTensor head, @Nullable HostTensor bias) {
    Map<String, HostTensor> entries = new LinkedHashMap<>();
    entries.put(EMBEDDING, embedding);
    entries.put(HEAD, head);
    if (bias != null) {
      entries.put(BIAS, bias);
    }
    return entries;
  }

  /** Runs both forwards of a pair: what they have seen must not outlive a load. */
  private static DrivenPair forwarded(DrivenPair pair, HostTensor weight) {
    pair.embedding().forward(HostTensor.zeros(DType.INT64, 1));
    pair.head().forward(HostTensor.zeros(weight.dtype(), 1, weight.extent(1)));
    return pair;
  }

  /** Makes a pair with other parameters of the same shapes. */
  private static DrivenPair other(TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    HostTensor bias = example.bias();
    Map<String, HostTensor> zeros = new TreeMap<>();
    zeros.put("weight", HostTensor.zeros(weight.dtype(), weight.shape()));
    if (bias != null) {
      zeros.put("bias", HostTensor.zeros(bias.dtype(), bias.shape()));
    }
    return driver.tied(example.lookup().config(), bias != null, new Start.Given(zeros));
  }

  private static HostTensor times(HostTensor weight, int factor) {
    return Tensors.mapped(weight, value -> factor * value);
  }
}

package io.layertck.observe;

import io.layertck.generate.Elements;
import io.layertck.generate.IndexPattern;
import io.layertck.generate.Layout;
import io.layertck.generate.Regime;
import io.layertck.generate.TensorFill;
import io.layertck.oracle.onnx.ModelInput;
import io.layertck.oracle.onnx.OnnxTied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inputs for an exported model.
 *
 * @param regime of its numbers
 * @param sizes of its named dimensions
 * @param inputs in the order of the manifest
 */
record ModelCase(Regime regime, Map<String, Integer> sizes, List<HostTensor> inputs) {
  /** One in so many targets has no part in a loss. */
  private static final int IGNORED_STEP = 4;

  private static final Set<String> LEADING = Set.of("batch", "sequence", "group", "positions");

  private static final int EMPTY_BAGS = 4;
  private static final int BAGS = 17;

  /** Numbers that an optimiser's step or clipping takes besides tensors. */
  private static final Map<String, Double> SCALARS =
      Map.of(
          "step", 3.0,
          "learning_rate", 0.1,
          "momentum", 0.9,
          "dampening", 0.25,
          "weight_decay", 0.01,
          "beta1", 0.9,
          "beta2", 0.999,
          "epsilon", 1e-8,
          "max_norm", 1.0,
          "clip_value", 0.5);

  /** What a step divides by the root of, and so is never negative. */
  private static final String SQUARES = "exp_avg_sq";

  /** Every size another one; sizes past tiles; thousands of occurrences of few indices. */
  private static final List<Map<String, Integer>> SIZES =
      List.of(
          sizes(11, 6, 9, 7, 5, 4, 3, 13),
          sizes(37, 33, 65, 31, 17, 8, 2, 101),
          sizes(3, 6, 9, 7, 1025, 2, 1, 1025));

  ModelCase {
    sizes = Map.copyOf(sizes);
    inputs = List.copyOf(inputs);
  }

  private static Map<String, Integer> sizes(
      int vocabulary,
      int dimension,
      int in,
      int out,
      int batch,
      int sequence,
      int group,
      int positions) {
    return Map.of(
        "num_embeddings", vocabulary,
        "embedding_dim", dimension,
        "in_features", in,
        "out_features", out,
        "batch", batch,
        "sequence", sequence,
        "group", group,
        "positions", positions,
        "bags", BAGS);
  }

  /** Returns the cases of a model in the given regimes. */
  static List<ModelCase> of(List<ModelInput> inputs, long seed, List<Regime> regimes) {
    Set<String> named =
        inputs.stream().flatMap(input -> input.dimensions().stream()).collect(Collectors.toSet());
    List<ModelCase> cases = new ArrayList<>();
    for (Map<String, Integer> sizes : SIZES) {
      Map<String, Integer> own = new HashMap<>(sizes);
      own.keySet().retainAll(named);
      for (Regime regime : regimes) {
        cases.add(
            new ModelCase(
                regime,
                own,
                inputs.stream().map(input -> fill(input, sizes, regime, seed)).toList()));
      }
    }
    return cases;
  }

  private static HostTensor fill(
      ModelInput input, Map<String, Integer> sizes, Regime regime, long seed) {
    long[] shape = input.shape(sizes);
    Double scalar = SCALARS.get(input.name());
    if (scalar != null && shape.length == 0) {
      Elements.Numbers constant = (row, column) -> scalar;
      return TensorFill.floating(
          input.dtype(), constant, Layout.CONTIGUOUS, seed, input.name(), shape);
    }
    if (input.dtype().isFloating()) {
      return TensorFill.floating(
          input.dtype(),
          input.name().equals(SQUARES) ? Regime.SAME_SIGN : regime,
          Layout.CONTIGUOUS,
          seed,
          input.name(),
          shape);
    }
    int vocabulary = Objects.requireNonNull(sizes.get("num_embeddings"));
    return switch (input.name()) {
      case "indices" -> indices(input.dtype(), seed, vocabulary, shape);
      case "targets" -> targets(indices(input.dtype(), seed + 1, vocabulary, shape));
      case "offsets" -> offsets(sizes, shape);
      default ->
          throw new IllegalArgumentException("nobody knows what the input " + input + " may be");
    };
  }

  private static HostTensor indices(DType dtype, long seed, int vocabulary, long... shape) {
    return TensorFill.indices(
        dtype, IndexPattern.RANDOM, Layout.CONTIGUOUS, seed, vocabulary, shape);
  }

  /** Bags that share the positions evenly, after some that are empty. */
  private static HostTensor offsets(Map<String, Integer> sizes, long... shape) {
    int positions = Objects.requireNonNull(sizes.get("positions"));
    int bags = Objects.requireNonNull(sizes.get("bags"));
    long[] begins = new long[bags];
    for (int bag = EMPTY_BAGS; bag < bags; bag++) {
      begins[bag] = (long) (bag - EMPTY_BAGS) * positions / (bags - EMPTY_BAGS);
    }
    return HostTensor.of(begins, shape);
  }

  private static HostTensor targets(HostTensor classes) {
    long[] values = classes.longs();
    for (int i = 0; i < values.length; i += IGNORED_STEP) {
      values[i] = OnnxTied.IGNORED_TARGET;
    }
    return HostTensor.of(values, classes.shape());
  }

  HostTensor[] arguments() {
    return inputs.toArray(new HostTensor[0]);
  }

  /** Returns how many terms no element of a result sums more of. */
  int terms() {
    int leading = 1;
    int others = 0;
    for (Map.Entry<String, Integer> size : sizes.entrySet()) {
      if (LEADING.contains(size.getKey())) {
        leading *= size.getValue();
      } else {
        others += size.getValue();
      }
    }
    return leading + others;
  }

  @Override
  public String toString() {
    return regime
        + " data, "
        + inputs.stream().map(HostTensor::toString).collect(Collectors.joining(", "));
  }
}

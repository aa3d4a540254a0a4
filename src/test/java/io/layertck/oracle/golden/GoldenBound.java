package io.layertck.oracle.golden;

import io.layertck.judge.Reference;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many terms of which magnitude the elements of a recorded result sum, so that two computations
 * of it may differ by {@code 2 n u S}.
 */
final class GoldenBound {
  private static final long IGNORED = -100;
  private static final double[] NONE = {};

  private GoldenBound() {}

  /** Returns a reference for every result that is rounded. */
  static Map<String, Reference> of(GoldenFunction function, GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    return switch (function) {
      case LINEAR_FORWARD ->
          Map.of(
              "output",
              exact(
                  ExactLinear.forward(
                      recorded.tensor("input"), weight, recorded.tensorOrNull("bias"))));
      case LINEAR_GRADIENT -> {
        HostTensor upstream = recorded.tensor("upstream");
        yield Map.of(
            "input_gradient", exact(ExactLinear.inputGradient(weight, upstream)),
            "weight_gradient",
                exact(ExactLinear.weightGradient(recorded.tensor("input"), upstream)),
            "bias_gradient", exact(ExactLinear.biasGradient(upstream)));
      }
      case EMBEDDING_GRADIENT ->
          Map.of(
              "weight_gradient",
              exact(
                  ExactEmbedding.weightGradient(
                      weight.extent(0), recorded.tensor("indices"), recorded.tensor("upstream"))));
      case EMBEDDING_FREQUENCY_GRADIENT ->
          Map.of(
              "weight_gradient",
              exact(
                  ExactEmbedding.weightGradientByFrequency(
                      weight.extent(0), recorded.tensor("indices"), recorded.tensor("upstream"))));
      case EMBEDDING_MAX_NORM -> maxNorm(recorded);
      case TIED_FORWARD -> Map.of("output", logits(recorded));
      case TIED_GRADIENT -> tied(recorded);
      case TIED_CROSS_ENTROPY_MEAN -> crossEntropy(recorded, true);
      case TIED_CROSS_ENTROPY_SUM -> crossEntropy(recorded, false);
      case EMBEDDING_FORWARD,
          ONE_HOT_PRODUCT,
          EMBEDDING_PADDING_GRADIENT,
          EMBEDDING_SPARSE_GRADIENT,
          BAG_SUM,
          BAG_SUM_FORWARD,
          BAG_MEAN,
          BAG_MEAN_FORWARD,
          BAG_MAX,
          BAG_MAX_FORWARD ->
          throw new IllegalArgumentException(function + " is exact");
    };
  }

  private static Map<String, Reference> maxNorm(GoldenCase recorded) {
    ExactResult table =
        ExactMaxNorm.of(
                recorded.tensor("weight"),
                recorded.tensor("max_norm").doubles()[0],
                recorded.tensor("norm_type").doubles()[0])
            .after(lookedUp(recorded));
    long[] rows = recorded.tensor("indices").longs();
    int columns = recorded.tensor("weight").extent(1);
    double[] value = new double[rows.length * columns];
    double[] magnitude = new double[value.length];
    int[] terms = new int[value.length];
    for (int i = 0; i < value.length; i++) {
      int element = (int) rows[i / columns] * columns + i % columns;
      value[i] = table.value()[element];
      magnitude[i] = table.magnitude()[element];
      terms[i] = table.terms()[element];
    }
    long[] shape = {rows.length, columns};
    return Map.of(
        "table",
        exact(table),
        "output",
        new Reference(shape, value, NONE, magnitude, 0, terms, NONE));
  }

  /** Returns for every row whether it is looked up. */
  static boolean[] lookedUp(GoldenCase recorded) {
    boolean[] used = new boolean[recorded.tensor("weight").extent(0)];
    for (long row : recorded.tensor("indices").longs()) {
      used[(int) row] = true;
    }
    return used;
  }

  private static Reference logits(GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    return exact(
        ExactLinear.forward(
            ExactLookup.forward(weight, recorded.tensor("indices")),
            weight,
            recorded.tensorOrNull("bias")));
  }

  private static Map<String, Reference> tied(GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    HostTensor indices = recorded.tensor("indices");
    HostTensor upstream = recorded.tensor("upstream");
    // One product of V terms per position, then a sum over positions: never more terms than this.
    Map<String, Reference> references =
        parts(absolute(weight), indices, absolute(upstream), weight.extent(0) + indices.size() + 1);
    references.put("output", logits(recorded));
    references.put("bias_gradient", exact(ExactLinear.biasGradient(upstream)));
    return references;
  }

  /**
   * The error of a logit's gradient is at most that of the largest logit of its row, and a few
   * roundings of a probability, which is at most 1.
   */
  private static Map<String, Reference> crossEntropy(GoldenCase recorded, boolean mean) {
    HostTensor weight = absolute(recorded.tensor("weight"));
    HostTensor indices = recorded.tensor("indices");
    long[] targets = recorded.tensor("targets").longs();
    long kept = Arrays.stream(targets).filter(target -> target != IGNORED).count();
    int classes = weight.extent(0);
    double[] logits =
        IntegerLinear.forward(ExactLookup.forward(weight, indices), weight, null).doubles();
    double[] upstream = new double[logits.length];
    double loss = 0;
    for (int row = 0; row < targets.length; row++) {
      double size =
          targets[row] == IGNORED
              ? 0
              : (1 + Arrays.stream(logits, row * classes, (row + 1) * classes).sum())
                  / (mean ? kept : 1);
      Arrays.fill(upstream, row * classes, (row + 1) * classes, size);
      loss += size;
    }
    int terms = 4 * (classes + weight.extent(1) + targets.length + 2);
    Map<String, Reference> references =
        parts(weight, indices, HostTensor.of(upstream, targets.length, classes), terms);
    references.put("loss", magnitudes(HostTensor.of(new double[] {loss}), terms));
    return references;
  }

  private static Map<String, Reference> parts(
      HostTensor weight, HostTensor indices, HostTensor upstream, int terms) {
    HostTensor embedding =
        IntegerEmbedding.weightGradient(
            weight.extent(0), indices, IntegerLinear.inputGradient(weight, upstream));
    HostTensor linear =
        IntegerLinear.weightGradient(ExactLookup.forward(weight, indices), upstream);
    double[] both = embedding.doubles();
    double[] addend = linear.doubles();
    Arrays.setAll(both, i -> both[i] + addend[i]);
    Map<String, Reference> references = new HashMap<>();
    references.put("embedding_part", magnitudes(embedding, terms));
    references.put("linear_part", magnitudes(linear, terms));
    references.put("weight_gradient", magnitudes(HostTensor.of(both, weight.shape()), terms));
    return references;
  }

  private static Reference exact(ExactResult exact) {
    return new Reference(
        exact.shape(),
        exact.value(),
        exact.valueLow(),
        exact.magnitude(),
        exact.products(),
        exact.terms(),
        exact.biasMagnitude());
  }

  private static Reference magnitudes(HostTensor magnitude, int terms) {
    double[] sizes = magnitude.doubles();
    int[] counts = new int[sizes.length];
    Arrays.fill(counts, terms);
    return new Reference(magnitude.shape(), sizes, NONE, sizes, terms, counts, NONE);
  }

  private static HostTensor absolute(HostTensor tensor) {
    double[] values = tensor.widened();
    Arrays.setAll(values, i -> Math.abs(values[i]));
    return HostTensor.of(values, tensor.shape());
  }
}

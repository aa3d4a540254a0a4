package io.layertck.oracle.golden;

import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.oracle.exact.OneHot;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exact oracles, rounded once to the type of the layer.
 *
 * @param rounded whether the operands are real and finite: then the oracles in extended precision
 *     are asked, else those for integers, which follow IEEE arithmetic on NaN and infinity
 */
record ExactComputation(boolean rounded) implements Computation {
  @Override
  public Map<String, HostTensor> run(GoldenFunction function, GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    HostTensor bias = recorded.tensorOrNull("bias");
    DType dtype = weight.dtype();
    return switch (function) {
      case BAG_SUM, BAG_MEAN, BAG_MAX ->
          bag(dtype, RecordedBag.of(function, recorded), recorded.tensor("upstream"));
      case BAG_SUM_FORWARD, BAG_MEAN_FORWARD, BAG_MAX_FORWARD -> {
        RecordedBag bag = RecordedBag.of(function, recorded);
        ExactBag exact = new ExactBag(bag.config(), bag.weight(), bag.input());
        yield Map.of("output", as(dtype, exact.forward().result()));
      }
      case EMBEDDING_FORWARD ->
          Map.of("output", ExactLookup.forward(weight, recorded.tensor("indices")));
      case EMBEDDING_GRADIENT -> {
        HostTensor indices = recorded.tensor("indices");
        HostTensor upstream = recorded.tensor("upstream");
        yield Map.of(
            "weight_gradient",
            rounded
                ? as(dtype, ExactEmbedding.weightGradient(weight.extent(0), indices, upstream))
                : as(dtype, IntegerEmbedding.weightGradient(weight.extent(0), indices, upstream)));
      }
      case EMBEDDING_PADDING_GRADIENT, EMBEDDING_SPARSE_GRADIENT, EMBEDDING_FREQUENCY_GRADIENT -> {
        UnpaddedCase kept = UnpaddedCase.of(recorded);
        yield Map.of(
            "weight_gradient",
            function == GoldenFunction.EMBEDDING_FREQUENCY_GRADIENT
                ? as(
                    dtype,
                    ExactEmbedding.weightGradientByFrequency(
                        weight.extent(0), kept.indices(), kept.upstream()))
                : as(
                    dtype,
                    IntegerEmbedding.weightGradient(
                        weight.extent(0), kept.indices(), kept.upstream())));
      }
      case EMBEDDING_MAX_NORM -> {
        HostTensor table =
            as(
                dtype,
                ExactMaxNorm.of(
                        weight,
                        recorded.tensor("max_norm").doubles()[0],
                        recorded.tensor("norm_type").doubles()[0])
                    .after(GoldenBound.lookedUp(recorded)));
        yield Map.of(
            "table", table, "output", ExactLookup.forward(table, recorded.tensor("indices")));
      }
      case ONE_HOT_PRODUCT -> {
        HostTensor indices = recorded.tensor("indices");
        yield Map.of(
            "output",
            as(
                    dtype,
                    IntegerLinear.forward(
                        OneHot.rows(weight.dtype(), indices, weight.extent(0)),
                        Transpose.of(weight),
                        null))
                .reshape(ExactLookup.outputShape(weight, indices)));
      }
      case LINEAR_FORWARD -> {
        HostTensor input = recorded.tensor("input");
        yield Map.of(
            "output",
            rounded
                ? as(dtype, ExactLinear.forward(input, weight, bias))
                : as(dtype, IntegerLinear.forward(input, weight, bias)));
      }
      case LINEAR_GRADIENT ->
          linearGradient(
              dtype, recorded.tensor("input"), weight, bias, recorded.tensor("upstream"));
      case TIED_FORWARD -> {
        HostTensor hidden = ExactLookup.forward(weight, recorded.tensor("indices"));
        yield Map.of(
            "output",
            rounded
                ? as(dtype, ExactLinear.forward(hidden, weight, bias))
                : as(dtype, IntegerLinear.forward(hidden, weight, bias)));
      }
      case TIED_GRADIENT -> {
        HostTensor indices = recorded.tensor("indices");
        Map<String, HostTensor> results =
            new HashMap<>(tied(weight, indices, recorded.tensor("upstream")));
        results.put(
            "output",
            as(dtype, IntegerLinear.forward(ExactLookup.forward(weight, indices), weight, bias)));
        if (bias != null) {
          results.put(
              "bias_gradient", as(dtype, IntegerLinear.biasGradient(recorded.tensor("upstream"))));
        }
        yield results;
      }
      case TIED_CROSS_ENTROPY_MEAN, TIED_CROSS_ENTROPY_SUM -> {
        HostTensor indices = recorded.tensor("indices");
        CrossEntropy loss =
            CrossEntropy.of(
                IntegerLinear.forward(ExactLookup.forward(weight, indices), weight, null),
                recorded.tensor("targets"),
                function == GoldenFunction.TIED_CROSS_ENTROPY_MEAN);
        Map<String, HostTensor> results =
            new HashMap<>(tied(weight, indices, loss.logitGradient()));
        results.put("loss", as(dtype, HostTensor.of(new double[] {loss.value()})));
        yield results;
      }
    };
  }

  private static Map<String, HostTensor> bag(DType dtype, RecordedBag bag, HostTensor upstream) {
    ExactBag exact = new ExactBag(bag.config(), bag.weight(), bag.input());
    return RecordedBag.results(
        as(dtype, exact.forward().result()),
        as(dtype, exact.weightGradient(upstream).result()),
        bag.input().perSampleWeights() == null
            ? null
            : as(dtype, exact.perSampleWeightGradient(upstream).result()));
  }

  private Map<String, HostTensor> linearGradient(
      DType dtype,
      HostTensor input,
      HostTensor weight,
      @Nullable HostTensor bias,
      HostTensor upstream) {
    Map<String, HostTensor> results = new HashMap<>();
    results.put(
        "input_gradient",
        rounded
            ? as(dtype, ExactLinear.inputGradient(weight, upstream))
            : as(dtype, IntegerLinear.inputGradient(weight, upstream)));
    results.put(
        "weight_gradient",
        rounded
            ? as(dtype, ExactLinear.weightGradient(input, upstream))
            : as(dtype, IntegerLinear.weightGradient(input, upstream)));
    if (bias != null) {
      results.put(
          "bias_gradient",
          rounded
              ? as(dtype, ExactLinear.biasGradient(upstream))
              : as(dtype, IntegerLinear.biasGradient(upstream)));
    }
    return results;
  }

  /** Both parts of a tied gradient and their sum, in double. */
  private static Map<String, HostTensor> tied(
      HostTensor weight, HostTensor indices, HostTensor upstream) {
    HostTensor embedding =
        IntegerEmbedding.weightGradient(
            weight.extent(0), indices, IntegerLinear.inputGradient(weight, upstream));
    HostTensor linear =
        IntegerLinear.weightGradient(ExactLookup.forward(weight, indices), upstream);
    double[] total = embedding.widened();
    double[] addend = linear.widened();
    Arrays.setAll(total, i -> total[i] + addend[i]);
    DType dtype = weight.dtype();
    return Map.of(
        "embedding_part", as(dtype, embedding),
        "linear_part", as(dtype, linear),
        "weight_gradient", as(dtype, HostTensor.of(total, weight.shape())));
  }

  private static HostTensor as(DType dtype, ExactResult exact) {
    return HostTensor.rounded(dtype, exact.value(), exact.shape());
  }

  private static HostTensor as(DType dtype, HostTensor exact) {
    return HostTensor.rounded(dtype, exact.doubles(), exact.shape());
  }
}

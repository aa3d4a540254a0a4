package io.layertck.oracle.golden;

import io.layertck.oracle.onnx.OnnxBag;
import io.layertck.oracle.onnx.OnnxEmbedding;
import io.layertck.oracle.onnx.OnnxLinear;
import io.layertck.oracle.onnx.OnnxTied;
import io.layertck.tensor.HostTensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models exported from PyTorch, run by ONNX Runtime. */
final class ModelComputation implements Computation {
  @Override
  public Map<String, HostTensor> run(GoldenFunction function, GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    HostTensor bias = recorded.tensorOrNull("bias");
    return switch (function) {
      case BAG_SUM, BAG_MEAN, BAG_MAX ->
          bag(RecordedBag.of(function, recorded), recorded.tensor("upstream"));
      case BAG_SUM_FORWARD, BAG_MEAN_FORWARD, BAG_MAX_FORWARD -> {
        RecordedBag bag = RecordedBag.of(function, recorded);
        yield Map.of("output", new OnnxBag(bag.config(), bag.weight(), bag.input()).forward());
      }
      case EMBEDDING_FORWARD ->
          Map.of("output", OnnxEmbedding.forward(weight, recorded.tensor("indices")));
      case EMBEDDING_GRADIENT ->
          Map.of(
              "weight_gradient",
              OnnxEmbedding.weightGradient(
                  weight, recorded.tensor("indices"), recorded.tensor("upstream")));
      case EMBEDDING_PADDING_GRADIENT, EMBEDDING_SPARSE_GRADIENT, EMBEDDING_FREQUENCY_GRADIENT -> {
        UnpaddedCase kept = UnpaddedCase.of(recorded);
        HostTensor upstream =
            HostTensor.rounded(weight.dtype(), kept.upstream().doubles(), kept.upstream().shape());
        yield Map.of(
            "weight_gradient",
            function == GoldenFunction.EMBEDDING_FREQUENCY_GRADIENT
                ? OnnxEmbedding.weightGradientByFrequency(weight, kept.indices(), upstream)
                : OnnxEmbedding.weightGradient(weight, kept.indices(), upstream));
      }
      case EMBEDDING_MAX_NORM -> {
        OnnxEmbedding.Renormalised result =
            OnnxEmbedding.maxNorm(
                weight, recorded.tensor("indices"), recorded.tensor("norm_type").doubles()[0]);
        yield Map.of("output", result.output(), "table", result.table());
      }
      case ONE_HOT_PRODUCT ->
          Map.of("output", OnnxEmbedding.oneHotProduct(weight, recorded.tensor("indices")));
      case LINEAR_FORWARD ->
          Map.of("output", OnnxLinear.forward(recorded.tensor("input"), weight, bias));
      case LINEAR_GRADIENT -> linearGradient(recorded, weight, bias);
      case TIED_FORWARD ->
          Map.of("output", OnnxTied.forward(weight, bias, recorded.tensor("indices")));
      case TIED_GRADIENT -> {
        HostTensor indices = recorded.tensor("indices");
        Map<String, HostTensor> results =
            named(OnnxTied.gradients(weight, bias, indices, recorded.tensor("upstream")));
        results.put("output", OnnxTied.forward(weight, bias, indices));
        yield results;
      }
      case TIED_CROSS_ENTROPY_MEAN -> crossEntropy(OnnxTied.Reduction.MEAN, recorded);
      case TIED_CROSS_ENTROPY_SUM -> crossEntropy(OnnxTied.Reduction.SUM, recorded);
    };
  }

  private static Map<String, HostTensor> bag(RecordedBag bag, HostTensor upstream) {
    OnnxBag model = new OnnxBag(bag.config(), bag.weight(), bag.input());
    OnnxBag.Gradients gradients = model.gradients(upstream);
    return RecordedBag.results(model.forward(), gradients.weight(), gradients.perSampleWeights());
  }

  private static Map<String, HostTensor> linearGradient(
      GoldenCase recorded, HostTensor weight, @Nullable HostTensor bias) {
    OnnxLinear.Gradients gradients =
        OnnxLinear.gradients(recorded.tensor("input"), weight, bias, recorded.tensor("upstream"));
    Map<String, HostTensor> results = new HashMap<>();
    results.put("input_gradient", gradients.input());
    results.put("weight_gradient", gradients.weight());
    if (gradients.bias() != null) {
      results.put("bias_gradient", gradients.bias());
    }
    return results;
  }

  private static Map<String, HostTensor> crossEntropy(
      OnnxTied.Reduction reduction, GoldenCase recorded) {
    OnnxTied.CrossEntropy result =
        OnnxTied.crossEntropy(
            reduction,
            recorded.tensor("weight"),
            recorded.tensor("indices"),
            recorded.tensor("targets"));
    Map<String, HostTensor> results = named(result.gradients());
    results.put("loss", result.loss());
    return results;
  }

  private static Map<String, HostTensor> named(OnnxTied.Gradients gradients) {
    Map<String, HostTensor> results = new HashMap<>();
    results.put("weight_gradient", gradients.weight());
    results.put("embedding_part", gradients.embeddingPart());
    results.put("linear_part", gradients.linearPart());
    if (gradients.bias() != null) {
      results.put("bias_gradient", gradients.bias());
    }
    return results;
  }
}

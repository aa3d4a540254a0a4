package io.layertck.oracle.golden;

import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.OneHot;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The layers of a subject. */
record LayerComputation(Subject subject) implements Computation {
  @Override
  public Map<String, HostTensor> run(GoldenFunction function, GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    HostTensor bias = recorded.tensorOrNull("bias");
    return switch (function) {
      case BAG_SUM, BAG_MEAN, BAG_MAX ->
          bag(RecordedBag.of(function, recorded), recorded.tensor("upstream"));
      case BAG_SUM_FORWARD, BAG_MEAN_FORWARD, BAG_MAX_FORWARD -> {
        RecordedBag bag = RecordedBag.of(function, recorded);
        try (LayerUnderTest<BagInput> layer =
            subject.embeddingBag(bag.config(), given(bag.weight(), null))) {
          yield Map.of("output", layer.forward(bag.input()).read().copy());
        }
      }
      case EMBEDDING_FORWARD -> {
        try (LayerUnderTest<HostTensor> layer = embedding(weight)) {
          yield Map.of("output", layer.forward(recorded.tensor("indices")).read().copy());
        }
      }
      case EMBEDDING_GRADIENT -> {
        try (LayerUnderTest<HostTensor> layer = embedding(weight);
            RecordedForward pass = layer.record(recorded.tensor("indices"))) {
          pass.backward(recorded.tensor("upstream")).close();
          yield Map.of("weight_gradient", gradient(layer, "weight"));
        }
      }
      case EMBEDDING_PADDING_GRADIENT, EMBEDDING_SPARSE_GRADIENT, EMBEDDING_FREQUENCY_GRADIENT -> {
        try (LayerUnderTest<HostTensor> layer =
                subject.embedding(options(recorded), given(weight, null));
            RecordedForward pass = layer.record(recorded.tensor("indices"))) {
          pass.backward(recorded.tensor("upstream")).close();
          yield Map.of("weight_gradient", densified(layer.gradient("weight"), weight));
        }
      }
      case EMBEDDING_MAX_NORM -> {
        EmbeddingConfig config =
            options(recorded)
                .withMaxNorm(
                    recorded.tensor("max_norm").doubles()[0],
                    recorded.tensor("norm_type").doubles()[0]);
        try (LayerUnderTest<HostTensor> layer = subject.embedding(config, given(weight, null))) {
          HostTensor output = layer.forward(recorded.tensor("indices")).read().copy();
          yield Map.of("output", output, "table", layer.parameter("weight").read().copy());
        }
      }
      case ONE_HOT_PRODUCT -> {
        HostTensor indices = recorded.tensor("indices");
        try (LayerUnderTest<HostTensor> layer = linear(Transpose.of(weight), null)) {
          yield Map.of(
              "output",
              layer
                  .forward(OneHot.rows(weight.dtype(), indices, weight.extent(0)))
                  .read()
                  .reshape(ExactLookup.outputShape(weight, indices))
                  .copy());
        }
      }
      case LINEAR_FORWARD -> {
        try (LayerUnderTest<HostTensor> layer = linear(weight, bias)) {
          yield Map.of("output", layer.forward(recorded.tensor("input")).read().copy());
        }
      }
      case LINEAR_GRADIENT -> linearGradient(recorded, weight, bias);
      case TIED_FORWARD -> tiedForward(weight, bias, recorded.tensor("indices"));
      case TIED_GRADIENT -> tied(recorded, logits -> recorded.tensor("upstream"), new HashMap<>());
      case TIED_CROSS_ENTROPY_MEAN, TIED_CROSS_ENTROPY_SUM -> {
        Map<String, HostTensor> results = new HashMap<>();
        boolean mean = function == GoldenFunction.TIED_CROSS_ENTROPY_MEAN;
        tied(
            recorded,
            logits -> {
              CrossEntropy loss = CrossEntropy.of(logits, recorded.tensor("targets"), mean);
              results.put("loss", HostTensor.of(new double[] {loss.value()}).to(weight.dtype()));
              return loss.logitGradient().to(weight.dtype());
            },
            results);
        results.remove("output");
        yield results;
      }
    };
  }

  private Map<String, HostTensor> bag(RecordedBag bag, HostTensor upstream) {
    try (LayerUnderTest<BagInput> layer =
            subject.embeddingBag(bag.config(), given(bag.weight(), null));
        RecordedForward pass = layer.record(bag.input())) {
      HostTensor output = pass.output().read().copy();
      Gradient ofWeights = pass.backward(upstream);
      HostTensor table = dense(layer.gradient("weight"));
      return RecordedBag.results(
          output, table, ofWeights instanceof Gradient.Dense ? dense(ofWeights) : null);
    }
  }

  private Map<String, HostTensor> linearGradient(
      GoldenCase recorded, HostTensor weight, @Nullable HostTensor bias) {
    try (LayerUnderTest<HostTensor> layer = linear(weight, bias);
        RecordedForward pass = layer.record(recorded.tensor("input"))) {
      Map<String, HostTensor> results = new HashMap<>();
      results.put("input_gradient", dense(pass.backward(recorded.tensor("upstream"))));
      results.put("weight_gradient", gradient(layer, "weight"));
      if (bias != null) {
        results.put("bias_gradient", gradient(layer, "bias"));
      }
      return results;
    }
  }

  /** What a loss on the logits sends back. */
  private interface Loss {
    HostTensor upstream(HostTensor logits);
  }

  private Map<String, HostTensor> tiedForward(
      HostTensor weight, @Nullable HostTensor bias, HostTensor indices) {
    EmbeddingConfig config = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    try (Tied pair = subject.tied(config, bias != null, given(weight, bias))) {
      HostTensor hidden = pair.embedding().forward(indices).read().copy();
      return Map.of("output", pair.head().forward(hidden).read().copy());
    }
  }

  private Map<String, HostTensor> tied(
      GoldenCase recorded, Loss loss, Map<String, HostTensor> results) {
    HostTensor weight = recorded.tensor("weight");
    HostTensor bias = recorded.tensorOrNull("bias");
    HostTensor indices = recorded.tensor("indices");
    EmbeddingConfig config = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    HostTensor hiddenGradient;
    try (Tied pair = subject.tied(config, bias != null, given(weight, bias));
        RecordedForward lookup = pair.embedding().record(indices);
        RecordedForward head = pair.head().record(lookup.output().read())) {
      HostTensor logits = head.output().read().copy();
      results.put("output", logits);
      hiddenGradient = dense(head.backward(loss.upstream(logits)));
      results.put("linear_part", gradient(pair.head(), "weight"));
      lookup.backward(hiddenGradient).close();
      results.put("weight_gradient", gradient(pair.embedding(), "weight"));
      if (bias != null) {
        results.put("bias_gradient", gradient(pair.head(), "bias"));
      }
    }
    try (LayerUnderTest<HostTensor> alone = embedding(weight);
        RecordedForward lookup = alone.record(indices)) {
      lookup.backward(hiddenGradient).close();
      results.put("embedding_part", gradient(alone, "weight"));
    }
    return results;
  }

  private static EmbeddingConfig options(GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    EmbeddingConfig config = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    HostTensor padding = recorded.tensorOrNull("padding_idx");
    config = padding == null ? config : config.withPaddingIdx(padding.longs()[0]);
    config = recorded.tensorOrNull("sparse") == null ? config : config.withSparse();
    return recorded.tensorOrNull("scale_grad_by_freq") == null
        ? config
        : config.withScaleGradByFreq();
  }

  private static HostTensor densified(Gradient gradient, HostTensor weight) {
    if (!(gradient instanceof Gradient.Sparse sparse)) {
      return dense(gradient);
    }
    try (gradient) {
      HostTensor sums =
          IntegerEmbedding.weightGradient(
              weight.extent(0), sparse.rows().read(), sparse.values().read());
      return HostTensor.rounded(weight.dtype(), sums.doubles(), sums.shape());
    }
  }

  private LayerUnderTest<HostTensor> embedding(HostTensor weight) {
    return subject.embedding(
        EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype()),
        given(weight, null));
  }

  private LayerUnderTest<HostTensor> linear(HostTensor weight, @Nullable HostTensor bias) {
    return subject.linear(
        new LinearConfig(weight.extent(1), weight.extent(0), bias != null, weight.dtype()),
        given(weight, bias));
  }

  private static Start given(HostTensor weight, @Nullable HostTensor bias) {
    return new Start.Given(
        bias == null ? Map.of("weight", weight) : Map.of("weight", weight, "bias", bias));
  }

  private static HostTensor gradient(LayerUnderTest<HostTensor> layer, String parameter) {
    return dense(layer.gradient(parameter));
  }

  private static HostTensor dense(Gradient gradient) {
    try (gradient) {
      return ((Gradient.Dense) gradient).value().read().copy();
    }
  }
}

package io.layertck.oracle.golden;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Optional;

/** A recorded call as a call of a subject. */
@FunctionalInterface
interface SubjectCall {
  /** Makes the call. */
  void on(Subject subject);

  /**
   * Translates an expression, or returns nothing where the subject cannot be asked.
   *
   * <p>A subject is never handed a Python number or list, nor an upstream gradient of another type
   * than the output's, nor a state.
   */
  static Optional<SubjectCall> of(PythonCall call, Subject subject) {
    if (call.links().get(0).equals("nn.Embedding")) {
      return embedding(call, subject);
    }
    return call.links().get(0).equals("nn.Linear") ? linear(call) : Optional.empty();
  }

  private static Optional<SubjectCall> embedding(PythonCall call, Subject subject) {
    EmbeddingConfig config =
        EmbeddingConfig.of(
            PythonCall.integer(call.positional(1).get(0)),
            PythonCall.integer(call.positional(1).get(1)),
            DType.FLOAT32);
    for (String option : call.keywords(1)) {
      String value = call.keyword(1, option).orElseThrow();
      config =
          switch (option) {
            case "padding_idx" -> config.withPaddingIdx(PythonCall.integer(value));
            case "max_norm" -> config.withMaxNorm(Double.parseDouble(value), 2);
            case "scale_grad_by_freq" -> config.withScaleGradByFreq();
            case "sparse" -> config.withSparse();
            default -> throw new IllegalArgumentException("unknown option " + option);
          };
    }
    if (!subject.claims().features().containsAll(config.neededFeatures())) {
      return Optional.empty();
    }
    EmbeddingConfig chosen = config;
    return onLayer(call, each -> each.embedding(chosen, new Start.Default(0)));
  }

  private static Optional<SubjectCall> linear(PythonCall call) {
    LinearConfig config =
        new LinearConfig(
            PythonCall.integer(call.positional(1).get(0)),
            PythonCall.integer(call.positional(1).get(1)),
            !call.keyword(1, "bias").equals(Optional.of("False")),
            DType.FLOAT32);
    return onLayer(call, each -> each.linear(config, new Start.Default(0)));
  }

  /** Makes the layer of a call. */
  @FunctionalInterface
  interface Maker {
    /** Asks the subject for it. */
    LayerUnderTest<HostTensor> make(Subject subject);
  }

  private static Optional<SubjectCall> onLayer(PythonCall call, Maker maker) {
    String layer = call.links().get(0);
    if (call.hasForm(layer, "()")) {
      return Optional.of(subject -> maker.make(subject).close());
    }
    if (call.hasForm(layer, "()", "()")) {
      return call.tensor(2).map(input -> forward(maker, input));
    }
    if (call.hasForm(layer, "()", "()", ".backward", "()")) {
      return call.tensor(4)
          .filter(upstream -> upstream.dtype() == DType.FLOAT32)
          .map(upstream -> backward(maker, call.tensor(2).orElseThrow(), upstream));
    }
    if (call.hasForm(layer, "()", ".weight.data.copy_", "()")) {
      return call.tensor(3)
          .filter(values -> values.rank() == 2 && values.dtype() == DType.FLOAT32)
          .map(values -> assign(maker, values));
    }
    return Optional.empty();
  }

  private static SubjectCall forward(Maker maker, HostTensor input) {
    return subject -> {
      try (LayerUnderTest<HostTensor> layer = maker.make(subject)) {
        layer.forward(input).close();
      }
    };
  }

  private static SubjectCall backward(Maker maker, HostTensor input, HostTensor upstream) {
    return subject -> {
      try (LayerUnderTest<HostTensor> layer = maker.make(subject);
          RecordedForward pass = layer.record(input)) {
        pass.backward(upstream).close();
      }
    };
  }

  private static SubjectCall assign(Maker maker, HostTensor values) {
    return subject -> {
      try (LayerUnderTest<HostTensor> layer = maker.make(subject)) {
        layer.assign("weight", 0, values);
      }
    };
  }
}

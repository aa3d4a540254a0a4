package io.layertck.oracle.golden;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A recorded call as a call of a subject. */
@FunctionalInterface
interface SubjectCall {
  /** Makes the call. */
  void on(Subject subject);

  /**
   * Translates an expression, or returns nothing where the subject cannot be asked.
   *
   * <p>A subject is never handed a Python number or list, nor an upstream gradient of another type
   * than the output's.
   */
  static Optional<SubjectCall> of(PythonCall call, Subject subject) {
    return switch (call.links().get(0)) {
      case "nn.Embedding" -> embedding(call, subject);
      case "nn.EmbeddingBag" -> bag(call, subject);
      case "nn.Linear" -> linear(call);
      default -> Optional.empty();
    };
  }

  private static Optional<SubjectCall> embedding(PythonCall call, Subject subject) {
    EmbeddingConfig config = table(call);
    if (!subject.claims().features().containsAll(config.neededFeatures())) {
      return Optional.empty();
    }
    return onLayer(call, each -> each.embedding(config, new Start.Default(0)), call.tensor(2));
  }

  /** Reads the sizes and options of a table; what is a bag's own is left out. */
  private static EmbeddingConfig table(PythonCall call) {
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
            case "mode", "include_last_offset" -> config;
            default -> throw new IllegalArgumentException("unknown option " + option);
          };
    }
    return config;
  }

  private static Optional<SubjectCall> bag(PythonCall call, Subject subject) {
    // PyTorch's own default.
    String mode = call.keyword(1, "mode").orElse("'mean'").replace("'", "");
    Optional<BagMode> known =
        Arrays.stream(BagMode.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(mode))
            .findAny();
    EmbeddingConfig table = table(call);
    if (known.isEmpty() || !subject.claims().features().containsAll(table.neededFeatures())) {
      return Optional.empty();
    }
    BagConfig config =
        new BagConfig(table, known.get(), call.keyword(1, "include_last_offset").isPresent());
    return onLayer(
        call,
        each -> each.embeddingBag(config, new Start.Default(0)),
        call.links().size() < 3 ? Optional.empty() : bagInput(call));
  }

  private static Optional<BagInput> bagInput(PythonCall call) {
    List<Optional<HostTensor>> given = call.positional(2).stream().map(PythonCall::made).toList();
    return given
        .get(0)
        .map(
            indices ->
                new BagInput(
                    indices,
                    given.size() > 1 ? given.get(1).orElseThrow() : null,
                    call.keyword(2, "per_sample_weights").flatMap(PythonCall::made).orElse(null)));
  }

  private static Optional<SubjectCall> linear(PythonCall call) {
    LinearConfig config =
        new LinearConfig(
            PythonCall.integer(call.positional(1).get(0)),
            PythonCall.integer(call.positional(1).get(1)),
            !call.keyword(1, "bias").equals(Optional.of("False")),
            DType.FLOAT32);
    return onLayer(call, each -> each.linear(config, new Start.Default(0)), call.tensor(2));
  }

  /** Makes the layer of a call. */
  @FunctionalInterface
  interface Maker<I> {
    /** Asks the subject for it. */
    LayerUnderTest<I> make(Subject subject);
  }

  /** Calls a layer as the expression does, with what its first call is given. */
  private static <I> Optional<SubjectCall> onLayer(
      PythonCall call, Maker<I> maker, Optional<I> input) {
    String layer = call.links().get(0);
    if (call.hasForm(layer, "()")) {
      return Optional.of(subject -> maker.make(subject).close());
    }
    if (call.hasForm(layer, "()", "()")) {
      return input.map(given -> forward(maker, given));
    }
    if (call.hasForm(layer, "()", "()", ".backward", "()")) {
      return call.tensor(4)
          .filter(upstream -> upstream.dtype() == DType.FLOAT32)
          .map(upstream -> backward(maker, input.orElseThrow(), output -> upstream));
    }
    if (call.hasForm(layer, "()", "()", ".sum", "()", ".backward", "()")) {
      return input.map(given -> backward(maker, given, SubjectCall::ones));
    }
    if (call.hasForm(layer, "()", ".weight.data.copy_", "()")) {
      return call.tensor(3)
          .filter(values -> values.rank() == 2 && values.dtype() == DType.FLOAT32)
          .map(values -> assign(maker, values));
    }
    if (call.hasForm(layer, "()", ".load_state_dict", "()")) {
      return Optional.of(load(maker, call.state(3)));
    }
    return Optional.empty();
  }

  private static <I> SubjectCall forward(Maker<I> maker, I input) {
    return subject -> {
      try (LayerUnderTest<I> layer = maker.make(subject)) {
        layer.forward(input).close();
      }
    };
  }

  private static <I> SubjectCall backward(
      Maker<I> maker, I input, UnaryOperator<HostTensor> upstream) {
    return subject -> {
      try (LayerUnderTest<I> layer = maker.make(subject);
          RecordedForward pass = layer.record(input)) {
        pass.backward(upstream.apply(pass.output().read())).close();
      }
    };
  }

  private static HostTensor ones(HostTensor output) {
    double[] ones = new double[output.size()];
    Arrays.fill(ones, 1);
    return HostTensor.rounded(output.dtype(), ones, output.shape());
  }

  private static <I> SubjectCall assign(Maker<I> maker, HostTensor values) {
    return subject -> {
      try (LayerUnderTest<I> layer = maker.make(subject)) {
        layer.assign("weight", 0, values);
      }
    };
  }

  private static <I> SubjectCall load(Maker<I> maker, Map<String, HostTensor> state) {
    return subject -> {
      try (LayerUnderTest<I> layer = maker.make(subject)) {
        layer.load(state);
      }
    };
  }
}

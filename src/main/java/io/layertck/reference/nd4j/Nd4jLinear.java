package io.layertck.reference.nd4j;

import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer: {@code y = x W^T + b} with W of shape {@code [O, I]} and b of shape {@code [O]}.
 */
final class Nd4jLinear implements LayerUnderTest<HostTensor> {
  private final Nd4jParameter weight;
  private final @Nullable Nd4jParameter bias;
  private boolean closed;

  /** Makes a linear layer that becomes a holder of its parameters. */
  Nd4jLinear(Nd4jParameter weight, @Nullable Nd4jParameter bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /**
   * Makes a linear layer with parameters of its own.
   *
   * @throws Refused if a size is negative or the given parameters do not fit
   */
  static Nd4jLinear create(LinearConfig config, Start start) {
    Expectation.parameterType(config.dtype());
    Expectation.size("in_features", config.inFeatures());
    Expectation.size("out_features", config.outFeatures());
    ParameterSource source = ParameterSource.of(start, parameterNames(config.bias()));
    Distribution initial = Distribution.uniformByFanIn(config.inFeatures());
    Nd4jParameter weight =
        source.make("weight", config.dtype(), initial, config.outFeatures(), config.inFeatures());
    return new Nd4jLinear(
        weight,
        config.bias()
            ? bias(source, config.dtype(), config.outFeatures(), config.inFeatures())
            : null);
  }

  /** Returns the names of the parameters of a linear layer. */
  static Set<String> parameterNames(boolean bias) {
    return bias ? Set.of("weight", "bias") : Set.of("weight");
  }

  /** Makes the bias of a linear layer. */
  static Nd4jParameter bias(
      ParameterSource source, DType dtype, long outFeatures, long inFeatures) {
    return source.make("bias", dtype, Distribution.uniformByFanIn(inFeatures), outFeatures);
  }

  @Override
  public TensorHandle forward(HostTensor input) {
    try (Nd4jTensor x = accepted(input)) {
      return output(x);
    }
  }

  @Override
  public RecordedForward record(HostTensor input) {
    Nd4jTensor x = accepted(input);
    return new Nd4jLinearPass(weight, bias, x, output(x));
  }

  @Override
  public TensorHandle parameter(String name) {
    return named(name).live();
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    named(name).assign(firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    Nd4jParameter parameter = find(name);
    return parameter == null ? new Gradient.None() : parameter.gradient();
  }

  @Override
  public void zeroGradients() {
    weight.zeroGradient();
    if (bias != null) {
      bias.zeroGradient();
    }
  }

  @Override
  public void reset(long seed) {
    RandomGenerator random = Distribution.seeded(seed);
    Distribution initial = Distribution.uniformByFanIn(weight.value().shape()[1]);
    initial.fill(weight.value(), random);
    if (bias != null) {
      initial.fill(bias.value(), random);
    }
  }

  @Override
  public Map<String, TensorHandle> state() {
    return wholeState().handles();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    wholeState().load(state);
  }

  @Override
  public byte[] safetensors() {
    return wholeState().safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    wholeState().loadSafetensors(file);
  }

  private Nd4jState wholeState() {
    Nd4jState state = new Nd4jState();
    parameters().forEach(parameter -> state.with(parameter.name(), parameter));
    return state;
  }

  Nd4jParameter weight() {
    return weight;
  }

  /** Returns a layer over another weight, with a copy of this one's bias. */
  Nd4jLinear over(Nd4jParameter otherWeight) {
    return new Nd4jLinear(otherWeight, bias == null ? null : bias.copy());
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return new Nd4jOptimizer(config, parameters());
  }

  /** Returns the weight, and the bias where there is one. */
  List<Nd4jParameter> parameters() {
    return bias == null ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    weight.release();
    if (bias != null) {
      bias.release();
    }
  }

  private Nd4jTensor accepted(HostTensor input) {
    Expectation.dtype("the input", input, weight.value().dtype());
    Expectation.lastExtent("the input", input, weight.value().shape()[1]);
    return Nd4jTensor.copyOf(input);
  }

  /** The bias first and the product added to it, as PyTorch's addmm does. */
  private Nd4jTensor output(Nd4jTensor x) {
    long[] shape = x.shape();
    shape[shape.length - 1] = weight.value().shape()[0];
    Nd4jTensor y =
        bias == null ? Nd4jTensor.zeros(x.dtype(), shape) : RowLookup.repeated(bias.value(), shape);
    MatrixSum.add(y, x, MatrixSum.Factor.PLAIN, weight.value(), MatrixSum.Factor.TRANSPOSED);
    return y;
  }

  private Nd4jParameter named(String name) {
    Nd4jParameter parameter = find(name);
    if (parameter == null) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "this linear layer has no parameter " + name + ", only " + parameterNames(bias != null));
    }
    return parameter;
  }

  private @Nullable Nd4jParameter find(String name) {
    return switch (name) {
      case "weight" -> weight;
      case "bias" -> bias;
      default -> null;
    };
  }
}

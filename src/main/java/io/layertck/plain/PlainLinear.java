package io.layertck.plain;

import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A linear layer: {@code y = x W^T + b}. */
final class PlainLinear implements LayerUnderTest<HostTensor> {
  private final PlainParameter weight;
  private final @Nullable PlainParameter bias;
  private final MatrixArithmetic arithmetic;

  PlainLinear(PlainParameter weight, @Nullable PlainParameter bias, MatrixArithmetic arithmetic) {
    this.weight = weight;
    this.bias = bias;
    this.arithmetic = arithmetic;
  }

  @Override
  public TensorHandle forward(HostTensor input) {
    requireInput(input);
    return output(input.copy());
  }

  @Override
  public RecordedForward record(HostTensor input) {
    requireInput(input);
    HostTensor kept = input.copy();
    HostTensor output = output(kept);
    return new RecordedForward() {
      @Override
      public TensorHandle output() {
        return output;
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        Refusals.requireType("the upstream gradient", upstream, weight.dtype());
        Refusals.requireShape("the upstream gradient", upstream, output.shape());
        return new Gradient.Dense(accumulate(kept, upstream));
      }
    };
  }

  @Override
  public TensorHandle parameter(String name) {
    return parameterNamed(name).value();
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    parameterNamed(name).assign(firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    if (bias == null && name.equals("bias")) {
      return new Gradient.None();
    }
    return parameterNamed(name).gradientCopy();
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
    weight.reset(seed);
    if (bias != null) {
      bias.reset(seed);
    }
  }

  @Override
  public Map<String, TensorHandle> state() {
    return new PlainState(named()).tensors();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    new PlainState(named()).load(state);
  }

  @Override
  public byte[] safetensors() {
    return new PlainState(named()).safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    new PlainState(named()).loadSafetensors(file);
  }

  /** Returns the weight, and the bias where there is one, under their names. */
  Map<String, PlainParameter> named() {
    Map<String, PlainParameter> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return parameters;
  }

  PlainParameter weight() {
    return weight;
  }

  /** Returns a layer over another weight, with a copy of this one's bias. */
  PlainLinear over(PlainParameter otherWeight) {
    return new PlainLinear(otherWeight, bias == null ? null : bias.copy(), arithmetic);
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return new PlainOptimizer(config, List.copyOf(named().values()));
  }

  private void requireInput(HostTensor input) {
    Refusals.requireType("the input", input, weight.dtype());
    Refusals.requireLastExtent("the input", input, weight.columns());
  }

  /** Returns the output for an input without gaps. */
  private HostTensor output(HostTensor input) {
    long[] shape = input.shape();
    shape[shape.length - 1] = weight.rows();
    HostTensor output = HostTensor.zeros(weight.dtype(), shape);
    arithmetic.affine(
        input.storage(),
        weight.value().storage(),
        bias == null ? null : bias.value().storage(),
        output.storage(),
        rowsOf(input),
        weight.columns(),
        weight.rows());
    return output;
  }

  private HostTensor accumulate(HostTensor input, HostTensor upstream) {
    HostTensor inputGradient = HostTensor.zeros(weight.dtype(), input.shape());
    Object terms = upstream.copy().storage();
    int rows = rowsOf(input);
    arithmetic.inputGradient(
        terms,
        weight.value().storage(),
        inputGradient.storage(),
        rows,
        weight.columns(),
        weight.rows());
    // Threads that train one layer at once must not lose each other's terms.
    synchronized (weight) {
      arithmetic.addWeightGradient(
          terms,
          input.storage(),
          weight.gradient().storage(),
          rows,
          weight.columns(),
          weight.rows());
      if (bias != null) {
        arithmetic.addBiasGradient(terms, bias.gradient().storage(), rows, weight.rows());
      }
    }
    return inputGradient;
  }

  /** The product of the leading extents, which the size cannot tell where the fan-in is 0. */
  private static int rowsOf(HostTensor input) {
    int rows = 1;
    for (int axis = 0; axis < input.rank() - 1; axis++) {
      rows = Math.multiplyExact(rows, input.extent(axis));
    }
    return rows;
  }

  private PlainParameter parameterNamed(String name) {
    if (name.equals("weight")) {
      return weight;
    }
    if (bias != null && name.equals("bias")) {
      return bias;
    }
    throw new Refused(
        Refusal.CONFIGURATION,
        "this linear layer has no parameter "
            + name
            + ", only weight"
            + (bias == null ? "" : " and bias"));
  }
}

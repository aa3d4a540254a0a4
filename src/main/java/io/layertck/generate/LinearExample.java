package io.layertck.generate;

import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer's parameters and one input.
 *
 * @param config the constructor arguments
 * @param weight {@code [O, I]}
 * @param bias {@code [O]}, or none
 * @param input {@code [..., I]}
 */
public record LinearExample(
    LinearConfig config, HostTensor weight, @Nullable HostTensor bias, HostTensor input)
    implements Example {

  /** Returns the start that gives the layer these parameters. */
  public Start start() {
    return new Start.Given(
        bias == null ? Map.of("weight", weight) : Map.of("weight", weight, "bias", bias));
  }

  /** Returns the fan-in I. */
  public int inFeatures() {
    return weight.extent(1);
  }

  /** Returns the fan-out O. */
  public int outFeatures() {
    return weight.extent(0);
  }

  /** Returns the shape the output must have. */
  public long[] outputShape() {
    long[] shape = input.shape();
    shape[shape.length - 1] = outFeatures();
    return shape;
  }

  /** Returns the same example with another input. */
  public LinearExample withInput(HostTensor other) {
    return new LinearExample(config, weight, bias, other);
  }

  /** Returns the same example with other parameters of the same shapes. */
  public LinearExample withParameters(HostTensor otherWeight, @Nullable HostTensor otherBias) {
    LinearConfig other =
        new LinearConfig(
            config.inFeatures(), config.outFeatures(), otherBias != null, config.dtype());
    return new LinearExample(other, otherWeight, otherBias, input);
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.values("weight", weight, Axis.OUTPUTS, Axis.INPUTS));
    if (bias != null) {
      parts.add(Part.values("bias", bias, Axis.OUTPUTS));
    }
    parts.add(Part.values("input", input, inputAxes()));
    return parts;
  }

  /** The last dimension of an input that must be refused is none of the layer's. */
  private Axis[] inputAxes() {
    if (input.rank() == 0) {
      return new Axis[0];
    }
    boolean fits = input.extent(-1) == inFeatures();
    return Axis.and(
        Axis.leading("input rows", input.rank() - 1),
        fits ? Axis.INPUTS : new Axis("columns of the input", 0));
  }

  @Override
  public LinearExample with(List<HostTensor> tensors) {
    HostTensor changed = tensors.get(0);
    return new LinearExample(
        new LinearConfig(changed.extent(1), changed.extent(0), config.bias(), changed.dtype()),
        changed,
        bias == null ? null : tensors.get(1),
        tensors.get(tensors.size() - 1));
  }

  @Override
  public List<Omission> omissions() {
    return bias == null ? List.of() : List.of(new Omission("a bias", withParameters(weight, null)));
  }

  @Override
  public String describe() {
    return "I="
        + inFeatures()
        + ", O="
        + outFeatures()
        + ", weight "
        + Describe.tensor(weight)
        + (bias == null ? ", no bias" : ", bias " + Describe.tensor(bias))
        + ", input "
        + Describe.tensor(input);
  }
}

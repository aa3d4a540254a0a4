package io.layertck.generate;

import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
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

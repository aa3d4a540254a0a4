package io.layertck.contract;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingOptimizer;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.tensor.HostTensor;

/** A layer whose weight an optimiser changes, or whose gradient it clips, by something else. */
final class DeviatingTraining extends Forwarding<HostTensor> {
  private final DeviatingTensors tensors;
  private final String quantity;
  private boolean clipped;

  DeviatingTraining(LayerUnderTest<HostTensor> inner, DeviatingTensors tensors, String quantity) {
    super(inner);
    this.tensors = tensors;
    this.quantity = quantity;
  }

  /** Returns an optimiser that steps too far, if the deviation is of its kind. */
  static OptimizerUnderTest stepping(
      OptimizerUnderTest optimizer,
      OptimizerConfig config,
      LayerUnderTest<HostTensor> layer,
      DeviatingTensors tensors,
      String quantity) {
    boolean descends = config.name().equals("SGD");
    if (!quantity.equals(
        descends ? OptimizerSensitivity.STEP_OF_SGD : OptimizerSensitivity.STEP_OF_ADAM)) {
      return optimizer;
    }
    return new ForwardingOptimizer(optimizer) {
      @Override
      public void step() {
        HostTensor before = layer.parameter("weight").read().copy();
        inner.step();
        layer.assign("weight", 0, tensors.after(before, layer.parameter("weight").read()));
      }
    };
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return new ForwardingOptimizer(
        stepping(inner.optimizer(config), config, inner, tensors, quantity)) {
      @Override
      public double clipNorm(double max) {
        double norm = inner.clipNorm(max);
        clipped = norm > max;
        return quantity.equals(OptimizerSensitivity.NORM) ? norm * (1 + tensors.delta()) : norm;
      }
    };
  }

  @Override
  public Gradient gradient(String name) {
    boolean off = clipped && quantity.equals(OptimizerSensitivity.CLIPPED);
    return tensors.scaled(super.gradient(name), row -> off && name.equals("weight"));
  }

  @Override
  public void zeroGradients() {
    clipped = false;
    super.zeroGradients();
  }
}

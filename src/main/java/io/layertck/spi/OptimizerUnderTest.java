package io.layertck.spi;

/** An optimiser over the distinct parameters of the layer or the pair that made it. */
public interface OptimizerUnderTest extends AutoCloseable {
  /** Makes one step with the gradients the parameters hold. */
  void step();

  /**
   * Clips all gradients together to a total 2-norm, as {@code torch.nn.utils.clip_grad_norm_} does.
   *
   * @param max the largest norm that is left as it is
   * @return the norm before
   * @throws UnsupportedFeature unless overridden
   */
  default double clipNorm(double max) {
    throw new UnsupportedFeature(Feature.OPTIMIZER);
  }

  /**
   * Clips every element of the gradients to {@code [-max, max]}, as {@code
   * torch.nn.utils.clip_grad_value_} does.
   *
   * @throws UnsupportedFeature unless overridden
   */
  default void clipValue(double max) {
    throw new UnsupportedFeature(Feature.OPTIMIZER);
  }

  @Override
  default void close() {}
}

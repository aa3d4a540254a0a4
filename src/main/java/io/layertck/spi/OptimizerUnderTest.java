package io.layertck.spi;

/** An optimiser over the parameters of the layer that made it. */
public interface OptimizerUnderTest extends AutoCloseable {
  /** Makes one step with the gradients the layer holds. */
  void step();

  /**
   * Clips all gradients to a total norm and returns the norm before.
   *
   * @throws UnsupportedFeature unless overridden
   */
  default double clipNorm(double max) {
    throw new UnsupportedFeature(Feature.OPTIMIZER);
  }

  @Override
  default void close() {}
}

package io.layertck.spi;

/** An optimiser that hands every call to another one; override what should differ. */
public class ForwardingOptimizer implements OptimizerUnderTest {
  /** The optimiser that does the work. */
  protected final OptimizerUnderTest inner;

  /** Wraps an optimiser. */
  public ForwardingOptimizer(OptimizerUnderTest inner) {
    this.inner = inner;
  }

  @Override
  public void step() {
    inner.step();
  }

  @Override
  public double clipNorm(double max) {
    return inner.clipNorm(max);
  }

  @Override
  public void clipValue(double max) {
    inner.clipValue(max);
  }

  @Override
  public void close() {
    inner.close();
  }
}

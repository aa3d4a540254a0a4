package io.layertck.drive;

import io.layertck.spi.OptimizerUnderTest;

/** An optimiser of the subject as the rules see it; kept open until the driver closes. */
public final class DrivenOptimizer {
  private final Driver driver;
  private final String name;
  private final OptimizerUnderTest optimizer;

  DrivenOptimizer(Driver driver, String name, OptimizerUnderTest optimizer) {
    this.driver = driver;
    this.name = name;
    this.optimizer = optimizer;
  }

  /** Makes one step with the gradients that are held now. */
  public void step() {
    driver.run("step of " + name, optimizer::step);
  }

  /** Clips all gradients together to a total norm and returns the norm before. */
  public double clipNorm(double max) {
    return driver.call("clipNorm(" + max + ") of " + name, () -> optimizer.clipNorm(max));
  }

  /** Clips every element of the gradients. */
  public void clipValue(double max) {
    driver.run("clipValue(" + max + ") of " + name, () -> optimizer.clipValue(max));
  }
}

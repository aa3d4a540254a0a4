package io.layertck.drive;

import io.layertck.spi.Gradient;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;

/** A recorded forward of the subject as the rules see it. */
public final class DrivenPass implements AutoCloseable {
  private final Driver driver;
  private final String layerName;
  private final RecordedForward pass;

  DrivenPass(Driver driver, String layerName, RecordedForward pass) {
    this.driver = driver;
    this.layerName = layerName;
    this.pass = pass;
  }

  /** Reads the output of the pass. */
  public HostTensor output() {
    return driver.readAndClose(
        "the output of record", driver.call("output of " + layerName, pass::output));
  }

  /** Runs backward and returns the gradient of the input. */
  public DrivenGradient backward(HostTensor upstream) {
    String what = "backward of " + layerName;
    Gradient gradient = driver.call(what, () -> pass.backward(upstream));
    return driver.readAndClose(what, gradient);
  }

  /** Runs backward and returns the handle of the input's gradient, kept open. */
  LiveTensor backwardLive(HostTensor upstream) {
    String what = "backward of " + layerName;
    Gradient gradient = driver.call(what, () -> pass.backward(upstream));
    driver.keep(gradient);
    if (gradient instanceof Gradient.Dense dense) {
      return new LiveTensor(driver, "the input gradient", dense.value());
    }
    throw new DrivenGradient.WrongGradientForm("a dense gradient was expected, not " + gradient);
  }

  @Override
  public void close() {
    driver.run("closing the pass of " + layerName, pass::close);
  }
}

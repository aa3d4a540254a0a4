package io.layertck.drive;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;

/** A result that is still open, so that it can be read twice or written to. */
public final class LiveTensor {
  private final Driver driver;
  private final String what;
  private final TensorHandle handle;

  LiveTensor(Driver driver, String what, TensorHandle handle) {
    this.driver = driver;
    this.what = what;
    this.handle = handle;
  }

  /** Returns a copy of what the tensor holds now. */
  public HostTensor snapshot() {
    return driver.read(what, handle).copy();
  }

  /** Writes through the handle. */
  public void write(HostTensor values) {
    driver.run("writing to " + what, () -> handle.write(values));
  }
}

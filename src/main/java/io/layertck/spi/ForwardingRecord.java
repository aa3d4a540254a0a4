package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;

/** A recorded forward that hands every call to another one; override what should differ. */
public class ForwardingRecord implements RecordedForward {
  /** The recorded forward that does the work. */
  protected final RecordedForward inner;

  /** Wraps a recorded forward. */
  public ForwardingRecord(RecordedForward inner) {
    this.inner = inner;
  }

  @Override
  public TensorHandle output() {
    return inner.output();
  }

  @Override
  public Gradient backward(HostTensor upstream) {
    return inner.backward(upstream);
  }

  @Override
  public void close() {
    inner.close();
  }
}

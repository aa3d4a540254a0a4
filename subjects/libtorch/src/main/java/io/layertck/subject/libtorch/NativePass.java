package io.layertck.subject.libtorch;

import io.layertck.spi.Gradient;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/** A forward whose graph is kept until it is closed. */
final class NativePass implements RecordedForward {
  private final Tensor input;
  private final Tensor output;
  private boolean closed;

  /** Keeps a call beyond the scope that it was made in. */
  NativePass(NativeCall call) {
    this.input = call.input() == null ? null : call.input().retainReference();
    this.output = call.output().retainReference();
  }

  @Override
  public TensorHandle output() {
    try (PointerScope scope = new PointerScope()) {
      return new NativeTensor(output.detach());
    }
  }

  @Override
  public Gradient backward(HostTensor upstream) {
    try (PointerScope scope = new PointerScope()) {
      output.backward(
          NativeTensor.copyOf(upstream),
          new BoolOptional(true),
          false,
          new TensorArrayRefOptional());
      if (input == null) {
        return new Gradient.None();
      }
      Gradient gradient = new Gradient.Dense(new NativeTensor(new Tensor(input.grad())));
      input.mutable_grad().reset();
      return gradient;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      output.releaseReference();
      if (input != null) {
        input.releaseReference();
      }
    }
  }
}

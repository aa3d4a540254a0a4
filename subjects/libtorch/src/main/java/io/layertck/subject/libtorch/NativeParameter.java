package io.layertck.subject.libtorch;

import io.layertck.spi.Gradient;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A parameter of a module, and the gradient that LibTorch keeps beside it. */
final class NativeParameter implements AutoCloseable {
  private final Tensor value;

  /** Holds another reference to a tensor that a module holds too. */
  NativeParameter(Tensor member) {
    this.value = new Tensor(member).retainReference();
  }

  Tensor value() {
    return value;
  }

  /** Overwrites rows; LibTorch refuses what does not fit before anything is written. */
  void assign(long firstRow, HostTensor rows) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor source = NativeTensor.copyOf(rows);
      Tensor places =
          torch.arange(
              new Scalar(firstRow),
              new Scalar(firstRow + source.size(0)),
              NativeTypes.options(DType.INT64));
      value.index_select(0, places);
      value.index_copy_(0, places, source);
    }
  }

  Gradient gradient() {
    try (PointerScope scope = new PointerScope()) {
      Tensor gradient = new Tensor(value.grad());
      if (!gradient.defined()) {
        return new Gradient.None();
      }
      return gradient.is_sparse()
          ? new Gradient.Sparse(
              new NativeTensor(gradient._indices().select(0, 0)),
              new NativeTensor(gradient._values()))
          : new Gradient.Dense(new NativeTensor(gradient));
    }
  }

  void dropGradient() {
    try (PointerScope scope = new PointerScope()) {
      value.mutable_grad().reset();
    }
  }

  @Override
  public void close() {
    value.releaseReference();
  }
}

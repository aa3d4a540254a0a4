package io.layertck.subject.libtorch;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A tensor in LibTorch's memory, kept until it is closed. */
final class NativeTensor implements TensorHandle {
  private final Tensor tensor;
  private boolean closed;

  /** Keeps a tensor beyond the scope that it was made in. */
  NativeTensor(Tensor tensor) {
    this.tensor = tensor.retainReference();
  }

  /** Copies a tensor of the suite; a view comes out as the same view of a copied storage. */
  static Tensor copyOf(HostTensor host) {
    long[] shape = host.shape();
    if (host.isContiguous() && host.offset() == 0) {
      Tensor whole = empty(host.dtype(), shape);
      fill(whole, host, host.size());
      return whole;
    }
    int used = usedLength(host);
    Tensor storage = empty(host.dtype(), used);
    fill(storage, host, used);
    return storage.as_strided(shape, host.strides(), new LongOptional(host.offset()));
  }

  @Override
  public HostTensor read() {
    try (PointerScope scope = new PointerScope()) {
      long[] shape = shapeOf(tensor);
      DType dtype = NativeTypes.of(tensor.scalar_type());
      HostTensor host = HostTensor.zeros(dtype, shape);
      if (host.size() > 0) {
        drain(tensor.detach().contiguous(), host);
      }
      return host;
    }
  }

  @Override
  public void write(HostTensor values) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      tensor.copy_(copyOf(values));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tensor.releaseReference();
    }
  }

  private static Tensor empty(DType dtype, long... shape) {
    return torch.empty(shape, NativeTypes.options(dtype), NativeTypes.ANY_FORMAT);
  }

  /** The elements of the array up to the last that the view reaches. */
  private static int usedLength(HostTensor host) {
    if (host.size() == 0) {
      return 0;
    }
    long[] shape = host.shape();
    long[] strides = host.strides();
    long last = host.offset();
    for (int axis = 0; axis < shape.length; axis++) {
      last += (shape[axis] - 1) * strides[axis];
    }
    return Math.toIntExact(last + 1);
  }

  private static long[] shapeOf(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    Arrays.setAll(shape, tensor::size);
    return shape;
  }

  private static void fill(Tensor target, HostTensor host, int length) {
    if (length == 0) {
      return;
    }
    Pointer data = target.data_ptr();
    switch (host.dtype()) {
      case FLOAT64 -> new DoublePointer(data).put((double[]) host.storage(), 0, length);
      case FLOAT32 -> new FloatPointer(data).put((float[]) host.storage(), 0, length);
      case FLOAT16, BFLOAT16, INT16 ->
          new ShortPointer(data).put((short[]) host.storage(), 0, length);
      case INT64 -> new LongPointer(data).put((long[]) host.storage(), 0, length);
      case INT32 -> new IntPointer(data).put((int[]) host.storage(), 0, length);
      case INT8, UINT8 -> new BytePointer(data).put((byte[]) host.storage(), 0, length);
      case BOOL -> {
        BoolPointer flags = new BoolPointer(data);
        for (int i = 0; i < length; i++) {
          flags.put(i, ((boolean[]) host.storage())[i]);
        }
      }
    }
  }

  private static void drain(Tensor source, HostTensor host) {
    Pointer data = source.data_ptr();
    int length = host.size();
    switch (host.dtype()) {
      case FLOAT64 -> new DoublePointer(data).get((double[]) host.storage(), 0, length);
      case FLOAT32 -> new FloatPointer(data).get((float[]) host.storage(), 0, length);
      case FLOAT16, BFLOAT16, INT16 ->
          new ShortPointer(data).get((short[]) host.storage(), 0, length);
      case INT64 -> new LongPointer(data).get((long[]) host.storage(), 0, length);
      case INT32 -> new IntPointer(data).get((int[]) host.storage(), 0, length);
      case INT8, UINT8 -> new BytePointer(data).get((byte[]) host.storage(), 0, length);
      case BOOL -> {
        BoolPointer flags = new BoolPointer(data);
        for (int i = 0; i < length; i++) {
          ((boolean[]) host.storage())[i] = flags.get(i);
        }
      }
    }
  }
}

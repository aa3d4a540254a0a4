package io.layertck.oracle.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.layertck.tensor.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory outside the heap that a thread's calls pass their inputs in.
 *
 * <p>It is used again by the next call of the thread, which spares an allocation per tensor; it
 * grows to the largest call and goes with the thread.
 */
final class NativeInputs {
  /** As ONNX Runtime aligns its own tensors, so that a kernel takes the same path on every call. */
  private static final int ALIGNMENT = 64;

  private static final int SMALLEST = 1 << 16;
  private static final ThreadLocal<NativeInputs> OF_THREAD =
      ThreadLocal.withInitial(NativeInputs::new);

  private ByteBuffer memory = allocated(SMALLEST);

  private NativeInputs() {}

  /** Returns this thread's memory, empty, with room for these tensors. */
  static NativeInputs ofThisThread(HostTensor... tensors) {
    long needed = 0;
    for (HostTensor tensor : tensors) {
      needed += bytes(tensor);
    }
    NativeInputs inputs = OF_THREAD.get();
    if (needed > inputs.memory.capacity()) {
      inputs.memory = allocated(Math.toIntExact(needed));
    }
    inputs.memory.clear();
    return inputs;
  }

  /** Copies a tensor and returns it for ONNX Runtime; the caller closes it before the next call. */
  OnnxTensor tensor(HostTensor tensor) throws OrtException {
    HostTensor dense = tensor.isContiguous() ? tensor : tensor.copy();
    ByteBuffer slice = memory.slice().order(ByteOrder.nativeOrder());
    memory.position(memory.position() + Math.toIntExact(bytes(tensor)));
    OrtEnvironment environment = OnnxRuntime.environment();
    int offset = dense.offset();
    int size = dense.size();
    long[] shape = dense.shape();
    return switch (dense.dtype()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(
              environment,
              slice.asFloatBuffer().put((float[]) dense.storage(), offset, size).flip(),
              shape);
      case FLOAT64 ->
          OnnxTensor.createTensor(
              environment,
              slice.asDoubleBuffer().put((double[]) dense.storage(), offset, size).flip(),
              shape);
      case INT64 ->
          OnnxTensor.createTensor(
              environment,
              slice.asLongBuffer().put((long[]) dense.storage(), offset, size).flip(),
              shape);
      case INT32 ->
          OnnxTensor.createTensor(
              environment,
              slice.asIntBuffer().put((int[]) dense.storage(), offset, size).flip(),
              shape);
      case FLOAT16 -> halves(environment, slice, dense, OnnxJavaType.FLOAT16);
      case BFLOAT16 -> halves(environment, slice, dense, OnnxJavaType.BFLOAT16);
      default -> throw new IllegalArgumentException("no exported model takes " + dense.dtype());
    };
  }

  private static OnnxTensor halves(
      OrtEnvironment environment, ByteBuffer memory, HostTensor dense, OnnxJavaType type)
      throws OrtException {
    short[] bits = (short[]) dense.storage();
    return OnnxTensor.createTensor(
        environment,
        memory.asShortBuffer().put(bits, dense.offset(), dense.size()).flip(),
        dense.shape(),
        type);
  }

  private static long bytes(HostTensor tensor) {
    long bytes = (long) tensor.size() * tensor.dtype().bytes();
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static ByteBuffer allocated(int bytes) {
    return ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
  }
}

package io.layertck.benchmark;

import io.layertck.tensor.HostTensor;
import java.util.function.Supplier;

/**
 * One way of computing layers.
 *
 * <p>Every method prepares a call: parameters are where the implementation keeps them, and the call
 * takes its input from the heap and leaves its results there.
 */
interface LayerCalls extends AutoCloseable {
  /** Prepares the rows of a table at indices. */
  Supplier<Object> lookup(HostTensor weight, HostTensor indices);

  /** Prepares the gradient of a table; the forward is behind it. */
  Supplier<Object> lookupGradient(HostTensor weight, HostTensor indices, HostTensor upstream);

  /** Prepares an affine map. */
  Supplier<Object> linear(HostTensor input, HostTensor weight, HostTensor bias);

  /** Prepares the gradients of input, weight and bias; the forward is behind them. */
  Supplier<Object> linearGradients(
      HostTensor input, HostTensor weight, HostTensor bias, HostTensor upstream);

  @Override
  void close();

  /** Returns an implementation by its name. */
  static LayerCalls of(String implementation) {
    return switch (implementation) {
      case "onnxRuntime" -> new OnnxRuntimeCalls();
      case "exact" -> new ExactCalls();
      default -> new SubjectCalls(BuiltInSubjects.named(implementation));
    };
  }
}

package io.layertck.mutant;

import io.layertck.tensor.HostTensor;
import java.util.function.Function;

/** What a mutant does to the calls of one layer; by default, nothing. */
interface Change {
  /** What happened to a layer, after it happened. */
  enum Event {
    FORWARD,
    BACKWARD,
    REFUSAL,
    ASSIGNMENT,
    LOAD,
    RESET,
    ZEROING,
    OPTIMIZER
  }

  /** Changes the input, of the output and of the gradients. */
  static Change ofInput(Function<Operands, HostTensor> input) {
    return new Change() {
      @Override
      public HostTensor forwardInput(Operands call) {
        return input.apply(call);
      }

      @Override
      public HostTensor backwardInput(Operands call) {
        return input.apply(call);
      }
    };
  }

  /** Returns the input that the output is computed of. */
  default HostTensor forwardInput(Operands call) {
    return call.input();
  }

  /** Returns the input that the gradients are computed of. */
  default HostTensor backwardInput(Operands call) {
    return call.input();
  }

  /** Returns the output. */
  default HostTensor output(Operands call, HostTensor output) {
    return output;
  }

  /** Returns the upstream gradient that the gradients are computed of. */
  default HostTensor upstream(Operands call, HostTensor upstream) {
    return upstream;
  }

  /** Returns the gradient of a linear layer's input or of a bag's per-sample weights. */
  default HostTensor inputGradient(Operands call, HostTensor upstream, HostTensor gradient) {
    return gradient;
  }

  /** Learns of a backward that was not refused. */
  default void backward(Operands call, HostTensor upstream) {}

  /** Returns a parameter's gradient, or the values of a sparse one, after a backward. */
  default HostTensor gradient(Operands last, String parameter, HostTensor gradient) {
    return gradient;
  }

  /** Learns of an event. */
  default void event(Event event) {}
}

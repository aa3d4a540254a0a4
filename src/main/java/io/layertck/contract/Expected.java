package io.layertck.contract;

import io.layertck.judge.BitJudge;
import io.layertck.judge.NumberJudge;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * What a call should return.
 *
 * @param name of the tensor, such as {@code the output}
 * @param value what it should hold
 * @param dtype the type it should have
 * @param bits whether every bit is demanded, as of what is moved, and not numbers
 */
record Expected(String name, HostTensor value, DType dtype, boolean bits) {
  /** Expects the same bits. */
  static Expected bits(String name, HostTensor value) {
    return new Expected(name, value, value.dtype(), true);
  }

  /** Expects the same numbers, in another type. */
  static Expected numbers(String name, HostTensor value, DType dtype) {
    return new Expected(name, value, dtype, false);
  }

  /** Returns the same expectation, named by what came before, such as {@code a refused call}. */
  Expected after(String event) {
    return new Expected("after " + event + ", " + name, value, dtype, bits);
  }

  Judgement judge(HostTensor actual) {
    return bits
        ? BitJudge.judge(name, Names.element(name), actual, value)
        : NumberJudge.judge(name, Names.element(name), actual, value, dtype);
  }
}

package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** Judges shape and element type; every other judge of tensors asks this one first. */
public final class ShapeJudge {
  private ShapeJudge() {}

  /** Judges whether a tensor has exactly this type and shape. */
  public static Judgement judge(String name, HostTensor actual, DType dtype, long... shape) {
    if (!Arrays.equals(actual.shape(), shape)) {
      return Judgement.broken(
          name
              + " has shape "
              + Arrays.toString(actual.shape())
              + ", expected "
              + Arrays.toString(shape));
    }
    if (actual.dtype() != dtype) {
      return Judgement.broken(name + " holds " + actual.dtype() + ", expected " + dtype);
    }
    return Judgement.kept(1);
  }
}

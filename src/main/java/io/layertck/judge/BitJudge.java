package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * Judges that data was moved and not computed: every bit equal, NaN payloads and the sign of zero
 * included.
 */
public final class BitJudge {
  private BitJudge() {}

  /**
   * Judges whether two tensors hold the same bits.
   *
   * @param name says what an element is
   */
  public static Judgement judge(
      String tensor, ElementName name, HostTensor actual, HostTensor expected) {
    return judge(tensor, name, actual, expected, Explanation.NONE);
  }

  /** Judges whether two tensors hold the same bits, and explains the first that differ. */
  public static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      HostTensor expected,
      Explanation explanation) {
    Judgement shape = ShapeJudge.judge(tensor, actual, expected.dtype(), expected.shape());
    if (shape instanceof Judgement.Broken) {
      return shape;
    }
    int other = actual.firstOtherBits(expected);
    if (other < 0) {
      // Agreement of shapes alone is evidence where there is no element.
      return Judgement.kept(Math.max(1, expected.size()));
    }
    long bits = actual.bits()[other];
    return Judgement.broken(
        name.at(Coordinates.of(other, expected.shape()))
            + " is "
            + show(actual.dtype(), bits)
            + ", expected "
            + show(expected.dtype(), expected.bits()[other])
            + explanation.of(other, value(actual.dtype(), bits)));
  }

  private static double value(DType dtype, long bits) {
    return dtype.isFloating() ? dtype.number(bits) : (double) bits;
  }

  static String show(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> {
        double value = dtype.number(bits);
        String decimal = dtype == DType.FLOAT64 ? "" + value : "" + (float) value;
        yield Double.isNaN(value) ? "NaN with bits 0x" + Long.toHexString(bits) : decimal;
      }
      case INT64, INT32 -> Long.toString(dtype == DType.INT32 ? (int) bits : bits);
      default -> "0x" + Long.toHexString(bits);
    };
  }
}

package io.layertck.explain;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;

/**
 * Simpler numbers in the place of others.
 *
 * <p>None is larger in magnitude than what it replaces, and none has a last place finer than the
 * finest of its tensor at first: sums that were exact stay exact, and what was in range stays in
 * range.
 */
enum Numbers {
  /** Zero. */
  ZERO {
    @Override
    double simpler(double number, double grid) {
      return 0;
    }
  },
  /** One. */
  ONE {
    @Override
    double simpler(double number, double grid) {
      return hasRoomForOne(number, grid) ? 1 : number;
    }
  },
  /** One, with the sign that was there. */
  SIGNED_ONE {
    @Override
    double simpler(double number, double grid) {
      return hasRoomForOne(number, grid) ? Math.copySign(1, number) : number;
    }
  },
  /** The next power of two towards zero. */
  POWER_OF_TWO {
    @Override
    double simpler(double number, double grid) {
      return Math.copySign(Double.longBitsToDouble(leadingBit(number)), number);
    }
  },
  /** The next whole number towards zero. */
  INTEGER {
    @Override
    double simpler(double number, double grid) {
      return Math.abs(number) >= 1 ? Math.copySign(Math.floor(Math.abs(number)), number) : number;
    }
  };

  private static final int FRACTION = 52;
  private static final long EXPONENTS = 0x7ff0000000000000L;

  /** From the simplest on. */
  static final List<Numbers> ALL = List.of(values());

  /**
   * Returns the simpler number, or the same one where there is none.
   *
   * @param grid the finest last place among the numbers that the tensor held at first
   */
  abstract double simpler(double number, double grid);

  /** Returns the elements of which some are simpler, or the same ones where none is. */
  long[] applied(DType dtype, long[] bits, int from, int to, double grid) {
    long[] changed = bits.clone();
    boolean different = false;
    for (int i = from; i < to; i++) {
      double number = dtype.number(bits[i]);
      double simpler =
          Double.isNaN(number) || Double.isInfinite(number) ? 0 : simpler(number, grid);
      if (this == ZERO || (simpler != number && simpler != 0)) {
        changed[i] = dtype.nearestBits(simpler);
        different |= changed[i] != bits[i];
      }
    }
    return different ? changed : bits;
  }

  /** Returns the same elements as a tensor without gaps. */
  static HostTensor tensor(DType dtype, long[] bits, long[] shape) {
    HostTensor tensor = HostTensor.zeros(dtype, shape);
    Object storage = tensor.storage();
    for (int i = 0; i < bits.length; i++) {
      if (storage instanceof float[] floats) {
        floats[i] = Float.intBitsToFloat((int) bits[i]);
      } else if (storage instanceof double[] doubles) {
        doubles[i] = Double.longBitsToDouble(bits[i]);
      } else if (storage instanceof long[] longs) {
        longs[i] = bits[i];
      } else if (storage instanceof int[] ints) {
        ints[i] = (int) bits[i];
      } else {
        ((short[]) storage)[i] = (short) bits[i];
      }
    }
    return tensor;
  }

  /** Returns the finest last place among the numbers of a tensor. */
  static double grid(DType dtype, long[] bits) {
    double grid = Double.POSITIVE_INFINITY;
    for (long each : bits) {
      double number = dtype.number(each);
      if (number != 0 && !Double.isNaN(number) && !Double.isInfinite(number)) {
        grid = Math.min(grid, lastPlace(number));
      }
    }
    return grid;
  }

  /** The value of the lowest bit that is set. */
  private static double lastPlace(double number) {
    long bits = Double.doubleToRawLongBits(number);
    long fraction = bits & ((1L << FRACTION) - 1);
    int place = fraction == 0 ? FRACTION : Long.numberOfTrailingZeros(fraction);
    double ofSubnormal = Math.scalb(Double.MIN_VALUE, place);
    return Math.abs(number) < Double.MIN_NORMAL
        ? ofSubnormal
        : Math.scalb(1.0, Math.getExponent(number) - FRACTION + place);
  }

  /** Keeps the exponent, or the highest bit of a subnormal number. */
  private static long leadingBit(double number) {
    long magnitude = Double.doubleToRawLongBits(Math.abs(number));
    return magnitude >= (1L << FRACTION) ? magnitude & EXPONENTS : Long.highestOneBit(magnitude);
  }

  private static boolean hasRoomForOne(double number, double grid) {
    return grid <= 1 && Math.abs(number) >= 1;
  }
}

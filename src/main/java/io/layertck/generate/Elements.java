package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * The elements of one tensor as a function of their coordinates.
 *
 * <p>The last coordinate is passed apart from the hash of all others, since some regimes pair
 * neighbours along it.
 */
@FunctionalInterface
public interface Elements {
  /**
   * Returns the raw bits of one element.
   *
   * @param dtype the element type
   * @param rowHash the hash of seed, tensor name and all coordinates but the last
   * @param column the last coordinate
   */
  long bitsAt(DType dtype, long rowHash, long column);

  /** Elements given as numbers; each is rounded once to the element type. */
  interface Numbers extends Elements {
    /** Returns the number at one place. */
    double valueAt(long rowHash, long column);

    @Override
    default long bitsAt(DType dtype, long rowHash, long column) {
      double value = valueAt(rowHash, column);
      return dtype == DType.FLOAT32
          ? Float.floatToRawIntBits((float) value)
          : Double.doubleToRawLongBits(value);
    }
  }
}

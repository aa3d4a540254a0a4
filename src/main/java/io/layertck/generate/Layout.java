package io.layertck.generate;

/**
 * Where a tensor's elements lie in their array.
 *
 * <p>All layouts of one tensor hold the same values, {@link #EXPANDED} apart. Gaps hold NaN or, for
 * integers, zero, so that reading with the wrong strides shows.
 */
public enum Layout {
  /** Row-major without gaps. */
  CONTIGUOUS,
  /** The last two dimensions exchanged. */
  TRANSPOSED,
  /** Every second element of a wider array. */
  STEPPED,
  /** Rows of a wider matrix. */
  WIDE_ROWS,
  /** Row-major, not from the array's begin. */
  OFFSET,
  /** The first dimension has stride 0, so that all its slices are equal. */
  EXPANDED
}

package io.layertck.generate;

import io.layertck.tensor.DType;
import java.util.List;

/**
 * Bit patterns that a lookup must move unchanged, among ordinary numbers.
 *
 * <p>Quiet NaNs with payloads and both signs, in the half types a signalling one, zeros of both
 * signs, infinities, subnormals, and the largest and smallest normal numbers; one element in two is
 * an ordinary number.
 */
public enum SpecialBits implements Elements {
  /** Every kind of pattern, infinities and NaNs included. */
  ALL(false),
  /** Finite patterns only. */
  FINITE(true);

  /** They stand last in each list. */
  private static final int FINITE_PATTERNS = 8;

  private static final List<Long> FLOAT32 =
      List.of(
          0x7FC00000L,
          0xFFC12345L,
          0x7F800000L,
          0xFF800000L,
          0x80000000L,
          0x00000000L,
          0x00000001L,
          0x807FFFFFL,
          0x7F7FFFFFL,
          0xFF7FFFFFL,
          0x00800000L,
          0x80800000L);
  private static final List<Long> FLOAT64 =
      List.of(
          0x7FF8000000000000L,
          0xFFF8123456789ABCL,
          0x7FF0000000000000L,
          0xFFF0000000000000L,
          0x8000000000000000L,
          0x0000000000000000L,
          0x0000000000000001L,
          0x800FFFFFFFFFFFFFL,
          0x7FEFFFFFFFFFFFFFL,
          0xFFEFFFFFFFFFFFFFL,
          0x0010000000000000L,
          0x8010000000000000L);
  private static final List<Long> FLOAT16 =
      List.of(
          0x7C01L, 0x7E00L, 0xFE2AL, 0x7C00L, 0xFC00L, 0x8000L, 0x0000L, 0x0001L, 0x83FFL, 0x7BFFL,
          0xFBFFL, 0x0400L, 0x8400L);
  private static final List<Long> BFLOAT16 =
      List.of(
          0xFF81L, 0x7FC0L, 0xFFD5L, 0x7F80L, 0xFF80L, 0x8000L, 0x0000L, 0x0001L, 0x807FL, 0x7F7FL,
          0xFF7FL, 0x0080L, 0x8080L);

  private final boolean finite;

  SpecialBits(boolean finite) {
    this.finite = finite;
  }

  /** Returns the special patterns of a type, NaNs and infinities first. */
  public static List<Long> patterns(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> FLOAT64;
      case FLOAT32 -> FLOAT32;
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      default -> throw new IllegalArgumentException("no special numbers of " + dtype);
    };
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long column) {
    long hash = CoordinateHash.step(rowHash, column);
    if ((hash & 1) == 0) {
      return Regime.GAUSSIAN.bitsAt(dtype, rowHash, column);
    }
    List<Long> patterns = patterns(dtype);
    int first = finite ? patterns.size() - FINITE_PATTERNS : 0;
    return patterns.get(first + CoordinateHash.below(hash, patterns.size() - first));
  }
}

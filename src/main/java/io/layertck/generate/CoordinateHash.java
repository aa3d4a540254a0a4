package io.layertck.generate;

/**
 * A hash of seed, tensor name and coordinates, one coordinate at a time.
 *
 * <p>Each step adds a multiple of the golden ratio and applies the finaliser of SplitMix64 (Steele,
 * Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). Neighbouring
 * coordinates give unrelated values, and none depends on the extents.
 */
public final class CoordinateHash {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private CoordinateHash() {}

  /** Returns the hash before the first coordinate. */
  public static long start(long seed, String tensorName) {
    return step(mix(seed), tensorName.hashCode());
  }

  /** Returns the hash after one more coordinate. */
  public static long step(long hash, long coordinate) {
    return mix(hash + (coordinate + 1) * GOLDEN_RATIO);
  }

  /** Maps a hash to a number in (0, 1). */
  public static double uniform(long hash) {
    return ((hash >>> 11) + 0.5) * UNIT;
  }

  /** Maps a hash to an integer in [0, bound). */
  public static int below(long hash, int bound) {
    return (int) (((hash >>> 32) * bound) >>> 32);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}

package io.layertck.generate;

/**
 * The regimes of input, weight, bias and upstream gradient together.
 *
 * <p>Each regime of {@link Regime} shows what the others cannot.
 */
enum LinearData {
  /** Exact in any order for up to 4098 terms. */
  INTEGERS(Regime.EXACT_INTEGERS, Regime.EXACT_INTEGERS, Regime.EXACT_INTEGERS),
  /** Exact in any order for up to 74,565 terms. */
  SMALL_INTEGERS(Regime.SMALL_INTEGERS, Regime.SMALL_INTEGERS, Regime.SMALL_INTEGERS),
  /** Standard normal numbers. */
  GAUSSIAN(Regime.GAUSSIAN, Regime.GAUSSIAN, Regime.GAUSSIAN),
  /** Magnitudes over five decades. */
  WIDE_RANGE(Regime.WIDE_RANGE, Regime.WIDE_RANGE, Regime.WIDE_RANGE),
  /** Neighbouring products nearly cancel. */
  CANCELLING(Regime.CANCELLING_PARTNER, Regime.CANCELLING, Regime.GAUSSIAN),
  /** Positive numbers, for drift. */
  SAME_SIGN(Regime.SAME_SIGN, Regime.SAME_SIGN, Regime.SAME_SIGN),
  /** Zeros of both signs, subnormals, the largest and the smallest normal numbers. */
  FINITE(SpecialBits.FINITE, SpecialBits.FINITE, SpecialBits.FINITE),
  /** Products of one sign per output, whose float32 sums pass the largest number or come near. */
  HUGE(Huge.POSITIVE, Huge.SIGNED_ROWS, Huge.NONE),
  /** NaN, infinities and zeros of both signs among small integers. */
  SPECIAL(SparseSpecials.RARE, SparseSpecials.RARE, SparseSpecials.RARE),
  /** The same for sums of dozens to hundreds of terms. */
  RARER_SPECIAL(SparseSpecials.RARER, SparseSpecials.RARER, SparseSpecials.RARER);

  private final Elements input;
  private final Elements weight;
  private final Elements addend;

  LinearData(Elements input, Elements weight, Elements addend) {
    this.input = input;
    this.weight = weight;
    this.addend = addend;
  }

  Elements input() {
    return input;
  }

  Elements weight() {
    return weight;
  }

  /** The elements of the bias and of the upstream gradient. */
  Elements addend() {
    return addend;
  }
}

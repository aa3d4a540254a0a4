package io.layertck.generate;

/**
 * Large calls that are made again and again.
 *
 * @param lookup with many indices on few rows
 * @param linear on real data, so that another order of summation shows
 */
public record RepeatedExample(LookupGradientExample lookup, LinearExample linear)
    implements Example {
  @Override
  public long numbers() {
    return lookup.numbers() + linear.numbers();
  }

  @Override
  public String describe() {
    return lookup.describe() + "; " + linear.describe();
  }
}

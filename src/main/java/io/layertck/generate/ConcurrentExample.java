package io.layertck.generate;

import java.util.List;

/**
 * What several threads compute at once, a lookup and a linear backward each.
 *
 * @param lookups over vocabularies of one size and rows of different lengths
 * @param linears of different sizes
 */
public record ConcurrentExample(
    List<LookupGradientExample> lookups, List<LinearGradientExample> linears) implements Example {
  /** Returns how many threads there are. */
  public int threads() {
    return lookups.size();
  }

  @Override
  public long numbers() {
    return lookups.stream().mapToLong(Example::numbers).sum()
        + linears.stream().mapToLong(Example::numbers).sum();
  }

  @Override
  public String describe() {
    return threads()
        + " threads, the first with "
        + lookups.get(0).describe()
        + " and with "
        + linears.get(0).describe();
  }
}

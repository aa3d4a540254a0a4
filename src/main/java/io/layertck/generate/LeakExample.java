package io.layertck.generate;

/**
 * Calls that are made so often that what each leaves behind adds up.
 *
 * @param lookup a lookup
 * @param linear a linear forward
 * @param calls how often each is made
 */
public record LeakExample(LookupExample lookup, LinearExample linear, int calls)
    implements Example {
  @Override
  public long numbers() {
    return lookup.numbers() + linear.numbers();
  }

  @Override
  public String describe() {
    return calls + " calls: " + lookup.describe() + "; " + linear.describe();
  }
}

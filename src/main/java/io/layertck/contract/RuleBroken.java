package io.layertck.contract;

/** Thrown out of a property whose rule a subject breaks; its message says who did what. */
public final class RuleBroken extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String finding;
  private final String example;

  RuleBroken(String finding, String example) {
    super(finding + System.lineSeparator() + "  example: " + example);
    this.finding = finding;
    this.example = example;
  }

  /** Returns what was found, without the example. */
  public String finding() {
    return finding;
  }

  /** Returns the example in one line. */
  public String example() {
    return example;
  }
}

package io.layertck.selftest;

/** How much of the matrix of faults and rules is run. */
public enum Mode {
  /**
   * Each fault against the rule it names; each mutant against all rules until the first catches it.
   */
  FIRST_CATCH("first catch"),
  /** Each fault against every rule, and against the rule it names under many seeds. */
  FULL("full matrix");

  private final String phrase;

  Mode(String phrase) {
    this.phrase = phrase;
  }

  /** Returns the mode as it stands in reports. */
  public String phrase() {
    return phrase;
  }
}

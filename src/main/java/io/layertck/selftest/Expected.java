package io.layertck.selftest;

/** How the rules must take a faulty layer. */
public enum Expected {
  /** The rule that it names catches it, for the stated reason. */
  CAUGHT_BY_NAME("caught by the rule it names"),
  /** Some binding rule catches it. */
  CAUGHT("caught"),
  /** No binding rule refuses it: the rules advise, or leave it to the layer. */
  CLASSED("classed"),
  /** No binding rule refuses it, although one ought to: a gap that is known. */
  ESCAPES("known to escape"),
  /** No rule says anything: it is no defect. */
  UNSEEN("equivalent");

  private final String phrase;

  Expected(String phrase) {
    this.phrase = phrase;
  }

  /** Returns the expectation as it stands in reports. */
  public String phrase() {
    return phrase;
  }
}

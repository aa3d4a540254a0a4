package io.layertck.rule;

/** What a rule's body says of one materialised example. */
public sealed interface Judgement {
  /**
   * The rule was kept.
   *
   * @param checks how many elements or conditions were compared, at least 1
   */
  record Kept(long checks) implements Judgement {
    /** Requires evidence: a pass without a comparison is {@link NoEvidence}. */
    public Kept {
      if (checks < 1) {
        throw new IllegalArgumentException("a rule is not kept by " + checks + " comparisons");
      }
    }
  }

  /**
   * The rule was broken.
   *
   * @param message who did what with which values
   */
  record Broken(String message) implements Judgement {}

  /**
   * The rule's binding part was kept, and a recommended part was not.
   *
   * @param checks how many elements or conditions were compared
   * @param message what was found
   */
  record Advisory(long checks, String message) implements Judgement {}

  /**
   * The example could not decide the rule.
   *
   * @param reason which precondition did not hold
   */
  record NoEvidence(String reason) implements Judgement {}

  /** Returns a judgement of a kept rule, or of missing evidence where nothing was compared. */
  static Judgement kept(long checks) {
    return checks > 0 ? new Kept(checks) : new NoEvidence("nothing to compare");
  }

  /** Returns a judgement of a broken rule. */
  static Judgement broken(String message) {
    return new Broken(message);
  }

  /**
   * Joins two judgements of one example: a broken part decides, then an advisory; evidence adds up.
   */
  default Judgement and(Judgement other) {
    if (this instanceof Broken || other instanceof NoEvidence) {
      return this;
    }
    if (other instanceof Broken || this instanceof NoEvidence) {
      return other;
    }
    if (this instanceof Advisory advisory) {
      return new Advisory(advisory.checks() + other.evidence(), advisory.message());
    }
    if (other instanceof Advisory advisory) {
      return new Advisory(advisory.checks() + evidence(), advisory.message());
    }
    return new Kept(evidence() + other.evidence());
  }

  /** Returns how many comparisons stand behind the judgement. */
  default long evidence() {
    if (this instanceof Kept kept) {
      return kept.checks();
    }
    return this instanceof Advisory advisory ? advisory.checks() : 0;
  }
}

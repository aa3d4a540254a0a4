package io.layertck.catalogue;

import java.util.List;

/**
 * A statement of the source article, and what decides it.
 *
 * @param section of the article
 * @param statement what it says
 * @param grounds what must be so for the statement to hold
 * @param limits what must be so for the limit to be real; none where there is no limit
 * @param expected the verdict of a faithful implementation
 * @param remark what the article leaves out, or gets wrong; empty where there is nothing to add
 */
public record Claim(
    String section,
    String statement,
    List<Ground> grounds,
    List<Ground> limits,
    ClaimVerdict expected,
    String remark) {

  /** Copies the lists. */
  public Claim {
    grounds = List.copyOf(grounds);
    limits = List.copyOf(limits);
  }

  /** Makes a claim that holds. */
  static Claim holds(String section, String statement, Ground... grounds) {
    return new Claim(section, statement, List.of(grounds), List.of(), ClaimVerdict.HOLDS, "");
  }

  /** Makes a claim that is false. */
  static Claim isFalse(String section, String statement, String remark, Ground... grounds) {
    return new Claim(section, statement, List.of(grounds), List.of(), ClaimVerdict.FALSE, remark);
  }

  /** Returns the same claim with a remark. */
  Claim remarking(String text) {
    return new Claim(section, statement, grounds, limits, expected, text);
  }

  /** Returns the same claim, which holds within a limit only. */
  Claim within(String limit, Ground... grounds) {
    return new Claim(
        section, statement, this.grounds, List.of(grounds), ClaimVerdict.HOLDS_WITH_LIMIT, limit);
  }
}

package io.layertck.certify;

import io.layertck.catalogue.ClaimVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of one claim of the article.
 *
 * @param section of the article
 * @param statement what it says
 * @param verdict what this run found
 * @param expected what a faithful implementation gives
 * @param remark what the article leaves out or gets wrong; empty where there is nothing to add
 * @param evidence what the verdict rests on
 */
public record ClaimResult(
    String section,
    String statement,
    ClaimVerdict verdict,
    ClaimVerdict expected,
    String remark,
    List<Evidence> evidence) {

  /** Copies the evidence. */
  public ClaimResult {
    evidence = List.copyOf(evidence);
  }

  /**
   * One piece of evidence.
   *
   * @param kind where it comes from
   * @param source the rule's id, the recorded fact or the measurement
   * @param limit whether it speaks of the claim's limit and not of the claim
   * @param supports whether it says so, or nothing where it was not had
   * @param found what was found
   */
  public record Evidence(
      Kind kind, String source, boolean limit, @Nullable Boolean supports, String found) {}

  /** Where evidence comes from. */
  public enum Kind {
    /** A rule that was judged in this run. */
    RULE,
    /** What PyTorch did when the fixtures were recorded. */
    RECORDED,
    /** A measurement of this run. */
    MEASURED
  }

  /** Tells whether the run decided the claim, and otherwise than a faithful implementation. */
  public boolean surprises() {
    return verdict != ClaimVerdict.UNDECIDED && verdict != expected;
  }
}

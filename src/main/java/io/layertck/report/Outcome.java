package io.layertck.report;

import io.layertck.catalogue.Catalogue;
import io.layertck.certify.Certificate;
import io.layertck.certify.Verdict;

/**
 * The outcome of a run in one sentence.
 *
 * @param sentence what the run may say of its subject, and no more
 */
record Outcome(String sentence) {
  static Outcome of(Certificate certificate) {
    Certificate.Summary summary = certificate.summary();
    int rules = certificate.rules().size();
    if (!summary.complete()) {
      return new Outcome("NOT CERTIFIED: the run did not reach its end");
    }
    int stale = summary.verdicts().getOrDefault(Verdict.STALE_WAIVER, 0);
    if (stale > 0 && stale == summary.failing()) {
      return new Outcome(
          "NOT CERTIFIED: "
              + stale
              + (stale == 1 ? " waiver is stale: remove it" : " waivers are stale: remove them"));
    }
    if (summary.failing() > 0) {
      return new Outcome(
          "NOT CERTIFIED: "
              + summary.failing()
              + " of "
              + summary.judged()
              + " judged rules "
              + (summary.failing() == 1 ? "denies" : "deny")
              + " it");
    }
    if (summary.judged() == 0) {
      return new Outcome("NOT CERTIFIED: no rule was judged");
    }
    if (certificate.run().partial()) {
      return new Outcome(
          "PARTIAL: no failure among "
              + summary.judged()
              + " of "
              + Catalogue.rules().size()
              + " rules"
              + (certificate.run().tries() == null
                  ? ""
                  : ", at most " + certificate.run().tries() + " tries each"));
    }
    int skipped = summary.verdicts().getOrDefault(Verdict.SKIPPED, 0);
    int waived = summary.verdicts().getOrDefault(Verdict.WAIVED, 0);
    return new Outcome(
        "CERTIFIED: "
            + summary.judged()
            + (summary.judged() == 1 ? " rule judged, " : " rules judged, ")
            + (rules - summary.judged() - skipped)
            + " not claimed"
            + (skipped == 0 ? "" : ", " + skipped + " skipped")
            + (waived == 0 ? "" : ", " + waived + " waived"));
  }
}

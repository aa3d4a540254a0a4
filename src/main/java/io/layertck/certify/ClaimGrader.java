package io.layertck.certify;

import io.layertck.catalogue.Claim;
import io.layertck.catalogue.ClaimVerdict;
import io.layertck.catalogue.Ground;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.ClaimResult.Evidence;
import io.layertck.certify.ClaimResult.Kind;
import io.layertck.observe.Observation;
import io.layertck.oracle.golden.RecordedFact;
import io.layertck.rule.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides claims by the results of the rules, the measurements and the recorded facts. */
final class ClaimGrader {
  private final Map<String, RuleResult> rules;
  private final List<Observation> observations;
  private final Map<String, RecordedFact> facts;

  ClaimGrader(List<RuleResult> rules, List<Observation> observations, List<RecordedFact> facts) {
    this.rules = rules.stream().collect(Collectors.toMap(RuleResult::id, Function.identity()));
    this.observations = observations;
    this.facts = facts.stream().collect(Collectors.toMap(RecordedFact::id, Function.identity()));
  }

  ClaimResult grade(Claim claim) {
    List<Evidence> evidence =
        Stream.concat(
                claim.grounds().stream().map(ground -> evidence(ground, false)),
                claim.limits().stream().map(ground -> evidence(ground, true)))
            .toList();
    return new ClaimResult(
        claim.section(),
        claim.statement(),
        verdict(evidence),
        claim.expected(),
        claim.remark(),
        evidence);
  }

  /** One ground that fails denies the claim; one limit that fails is no limit. */
  private static ClaimVerdict verdict(List<Evidence> evidence) {
    List<Evidence> grounds = evidence.stream().filter(each -> !each.limit()).toList();
    List<Evidence> limits = evidence.stream().filter(Evidence::limit).toList();
    if (denied(grounds)) {
      return ClaimVerdict.FALSE;
    }
    if (undecided(grounds)) {
      return ClaimVerdict.UNDECIDED;
    }
    if (limits.isEmpty() || denied(limits)) {
      return ClaimVerdict.HOLDS;
    }
    return undecided(limits) ? ClaimVerdict.UNDECIDED : ClaimVerdict.HOLDS_WITH_LIMIT;
  }

  private static boolean denied(List<Evidence> evidence) {
    return evidence.stream().anyMatch(each -> Boolean.FALSE.equals(each.supports()));
  }

  private static boolean undecided(List<Evidence> evidence) {
    return evidence.stream().anyMatch(each -> each.supports() == null);
  }

  private Evidence evidence(Ground ground, boolean limit) {
    if (ground instanceof Ground.Kept kept) {
      RuleResult rule = rules.get(kept.rule());
      return new Evidence(
          Kind.RULE,
          kept.rule(),
          limit,
          rule == null ? null : isKept(rule),
          rule == null ? "was not asked for" : describe(rule));
    }
    if (ground instanceof Ground.Recorded recorded) {
      RecordedFact fact = facts.get(recorded.fact());
      return new Evidence(
          Kind.RECORDED,
          recorded.fact(),
          limit,
          fact == null ? null : recorded.test().test(fact.observed()),
          fact == null ? "was not recorded" : String.valueOf(fact.observed()));
    }
    Ground.Measured measured = (Ground.Measured) ground;
    return measured
        .reading()
        .apply(observations)
        .map(
            reading ->
                new Evidence(
                    Kind.MEASURED, measured.what(), limit, reading.supports(), reading.found()))
        .orElseGet(() -> new Evidence(Kind.MEASURED, measured.what(), limit, null, "not measured"));
  }

  private static @Nullable Boolean isKept(RuleResult rule) {
    return switch (rule.verdict()) {
      case PASSED -> true;
      case STALE_WAIVER -> rule.wasJudged() ? true : null;
      case ADVISORY -> rule.level() == Level.MUST;
      case FAILED, WAIVED -> false;
      case NOT_CLAIMED, SKIPPED, INCONCLUSIVE, CRASHED, TIMED_OUT -> null;
    };
  }

  private static String describe(RuleResult rule) {
    String verdict = rule.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return rule.tries() == 0
        ? verdict
        : String.format(
            Locale.ROOT,
            "%s: %,d %s, %,d comparisons",
            verdict,
            rule.tries(),
            rule.tries() == 1 ? "case" : "cases",
            rule.checks());
  }
}

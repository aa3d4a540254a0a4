package io.layertck.report;

import io.layertck.catalogue.ClaimVerdict;
import io.layertck.certify.Certificate;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.ClaimResult;
import io.layertck.certify.ClaimResult.Evidence;
import io.layertck.certify.ClaimResult.Kind;
import io.layertck.certify.Environment;
import io.layertck.certify.SubjectDescription;
import io.layertck.certify.SuiteDescription;
import io.layertck.certify.Verdict;
import io.layertck.certify.Waiver;
import io.layertck.judge.ArithmeticClass;
import io.layertck.observe.Accuracy;
import io.layertck.observe.GrowthOfTime;
import io.layertck.observe.NotObserved;
import io.layertck.observe.Observation;
import io.layertck.observe.WeightHistogram;
import io.layertck.power.PowerStatement;
import io.layertck.power.Spread;
import io.layertck.rule.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Certificates that no run has made. */
final class Certificates {
  private Certificates() {}

  /** A certificate with one rule per verdict, whose subject speaks its name in every text. */
  static Certificate ofEveryVerdict(String name) {
    List<RuleResult> rules = new ArrayList<>();
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      rules.add(rule("EMB-0" + (rules.size() + 1), verdict, name));
      counts.put(verdict, 1);
    }
    return certificate(name, rules, new Certificate.Summary(counts, 8, 5, true, false), false);
  }

  static Certificate certificate(
      String name, List<RuleResult> rules, Certificate.Summary summary, boolean partial) {
    return new Certificate(
        Certificate.SCHEMA,
        new SuiteDescription("1.0", "0.1", "abc"),
        new SubjectDescription(
            "acme",
            name,
            "2.0",
            List.of("LOOKUP", "LINEAR"),
            List.of("float32"),
            Map.of("float32", "float64"),
            Map.of("LINEAR_RANK_TWO_ONLY", "the kernel of " + name + " takes matrices")),
        new Environment("a JVM", "an OS", "a processor", null, "1.28.0", "cpu"),
        new Certificate.Run(7, null, "", partial, 3210, 1e-6),
        rules,
        List.of(claim(name, ClaimVerdict.HOLDS), claim(name, ClaimVerdict.FALSE)),
        observations(name),
        new PowerStatement(
            "",
            new PowerStatement.Figures(
                "first catch",
                5,
                1,
                new PowerStatement.Share(250, 250, 240),
                new PowerStatement.Share(400, 399, 380),
                new Spread(250, 1, 24, 431)),
            new PowerStatement.CorrectLayers(20, 1_200_000, 0),
            List.of(
                new PowerStatement.Detectable(
                    "LIN-03", "float32", "one weight, relative", 1.58e-6))),
        summary);
  }

  /** The same certificate of a run that measured nothing. */
  static Certificate withoutMeasurements(Certificate certificate) {
    return new Certificate(
        certificate.schema(),
        certificate.suite(),
        certificate.subject(),
        certificate.environment(),
        certificate.run(),
        certificate.rules(),
        certificate.claims(),
        List.of(),
        certificate.power(),
        certificate.summary());
  }

  /** A claim that ought to hold. */
  private static ClaimResult claim(String name, ClaimVerdict verdict) {
    return new ClaimResult(
        "3.3.1",
        "The claim of " + name,
        verdict,
        ClaimVerdict.HOLDS,
        "The remark of " + name,
        List.of(
            new Evidence(Kind.RULE, "EMB-01", false, true, "passed: 1,000 cases"),
            new Evidence(Kind.RECORDED, "3.3.1 shape of e([14])", false, true, "[1, 70]"),
            new Evidence(Kind.MEASURED, "time", true, null, "measured by " + name)));
  }

  private static List<Observation> observations(String name) {
    return List.of(
        new WeightHistogram(
            "Embedding of " + name,
            WeightHistogram.Law.NORMAL,
            1,
            false,
            4,
            0.25,
            1.5,
            3,
            -2,
            2,
            List.of(0L, 3L, 1L, 0L)),
        new WeightHistogram(
            "Linear of " + name,
            WeightHistogram.Law.UNIFORM,
            0.5,
            false,
            4,
            0,
            0.3,
            1.8,
            -1,
            1,
            List.of(0L, 2L, 2L, 0L)),
        new GrowthOfTime(
            16,
            70,
            List.of(new GrowthOfTime.Point(256, 1, 250), new GrowthOfTime.Point(1024, 1.1, 1000))),
        new Accuracy(
            "float32",
            ArithmeticClass.TF32_LIKE,
            List.of(new Accuracy.Point(16, 1024, 1.25, 0.375)),
            0.0625),
        new NotObserved("time of the logits", name + " threw"));
  }

  static RuleResult rule(String id, Verdict verdict, String name) {
    boolean ran =
        switch (verdict) {
          case NOT_CLAIMED, SKIPPED, CRASHED, TIMED_OUT -> false;
          default -> true;
        };
    boolean found = verdict != Verdict.PASSED;
    return new RuleResult(
        id,
        Level.MUST,
        "Every output row is the weight row bit for bit.",
        "PyTorch nn.Embedding",
        verdict,
        ran ? 1000 : 0,
        ran ? 1000 : 0,
        ran ? 345_678 : 0,
        verdict == Verdict.PASSED,
        verdict == Verdict.NOT_CLAIMED ? null : 5L,
        ran ? 123.4 : 0,
        ran ? 23.4 : 0,
        ran ? 8104 : 0,
        found ? "the message of " + name : null,
        verdict == Verdict.FAILED ? "the example of " + name : null,
        verdict == Verdict.FAILED ? 12L : null,
        verdict == Verdict.FAILED ? List.of("fails only for " + name) : List.of(),
        verdict == Verdict.FAILED ? "class Of" + name : null,
        verdict == Verdict.NOT_CLAIMED
            ? null
            : "bin/layer-tck certify --subject acme --rules " + id + " --seed 7",
        waiver(id, verdict));
  }

  private static @Nullable Waiver waiver(String id, Verdict verdict) {
    return switch (verdict) {
      case WAIVED, STALE_WAIVER -> new Waiver(id, "known since 1.4", "issue 7");
      default -> null;
    };
  }
}

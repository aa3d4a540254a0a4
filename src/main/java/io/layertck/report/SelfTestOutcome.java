package io.layertck.report;

import io.layertck.power.Spread;
import io.layertck.selftest.Expected;
import io.layertck.selftest.SelfTestResult;
import io.layertck.selftest.SelfTestSettings;
import io.layertck.selftest.Trial;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a self-test comes to, in words. */
public final class SelfTestOutcome {
  private SelfTestOutcome() {}

  /** Returns the outcome in one sentence. */
  static String sentence(SelfTestResult result) {
    if (!result.fails()) {
      return "EVERY FAULTY LAYER IS TAKEN AS IT MUST BE";
    }
    int surprises = result.surprises().size();
    if (surprises == 0 && !result.isWhole()) {
      return "NO FAULT CAN BE PUT INTO THIS LAYER: CLAIM MORE OF WHAT IT HAS";
    }
    if (surprises == 0) {
      return "RULES WITHOUT A FAULT: " + String.join(", ", result.rulesWithoutFault());
    }
    return surprises == 1
        ? "1 FAULTY LAYER IS NOT TAKEN AS IT MUST BE"
        : surprises + " FAULTY LAYERS ARE NOT TAKEN AS THEY MUST BE";
  }

  /** Prints the outcome as lines. */
  public static void print(SelfTestResult result, PrintWriter out) {
    out.printf(
        "%nThe power of Layer TCK %s, catalogue %s, on %s: %s%n%n",
        result.suite().version(),
        result.suite().catalogueVersion(),
        result.subject(),
        result.mode().phrase());
    List<Trial> applicable =
        result.faults().stream()
            .filter(trial -> trial.outcome() != Trial.Outcome.NOT_APPLICABLE)
            .toList();
    line(out, "faults", share(applicable, "caught by the rules they name, for the stated reason"));
    List<String> without =
        result.faults().stream()
            .filter(trial -> trial.outcome() == Trial.Outcome.NOT_APPLICABLE)
            .map(Trial::named)
            .toList();
    if (!without.isEmpty()) {
      line(
          out,
          "without",
          "a fault that a layer with these claims can have: " + String.join(", ", without));
    }
    if (result.subject().equals(SelfTestSettings.PLAIN)) {
      List<Trial> due =
          result.mutants().stream().filter(trial -> trial.expected() == Expected.CAUGHT).toList();
      line(out, "mutants", share(due, "caught"));
      line(
          out,
          "others",
          share(
              result.mutants().stream()
                  .filter(
                      trial ->
                          trial.expected() == Expected.CLASSED
                              || trial.expected() == Expected.UNSEEN)
                  .toList(),
              "mutants classed or equivalent, and not refused"));
      long gaps =
          result.mutants().stream().filter(trial -> trial.expected() == Expected.ESCAPES).count();
      if (gaps > 0) {
        line(
            out,
            "gaps",
            gaps + " mutants that no rule looks at yet, each with its reason on the page");
      }
    }
    line(out, "tries", spread(result.tries(), "to the first detection"));
    line(out, "time", spread(result.ruleMillis(), "ms of the rule to it"));
    if (result.shrinking()) {
      line(out, "numbers", spread(result.numbers(), "elements of the smallest failing case"));
    }
    out.println();
    result.surprises().forEach(trial -> surprise(trial, out));
    out.printf(
        Locale.ROOT,
        "%s (seed %d, %.1f s)%n",
        sentence(result),
        result.seed(),
        result.millis() / 1000);
    out.flush();
  }

  private static void surprise(Trial trial, PrintWriter out) {
    out.printf(
        "  %s (%s)%n    expected %s%s, found %s%n",
        trial.name(),
        trial.group(),
        trial.expected().phrase(),
        trial.named().isEmpty() ? "" : ", " + trial.named(),
        trial.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    trial
        .detections()
        .forEach(
            detection -> out.printf("    %s said: %s%n", detection.rule(), detection.message()));
    out.println();
  }

  private static String share(List<Trial> trials, String what) {
    return trials.stream().filter(Trial::isAsExpected).count()
        + " of "
        + trials.size()
        + " "
        + what;
  }

  private static String spread(Spread spread, String what) {
    return String.format(
        Locale.ROOT,
        "%.4g median, %.4g at the 95th percentile, %.4g at most %s",
        spread.median(),
        spread.percentile95(),
        spread.largest(),
        what);
  }

  private static void line(PrintWriter out, String name, String text) {
    out.printf("  %-8s %s%n", name, text);
  }
}

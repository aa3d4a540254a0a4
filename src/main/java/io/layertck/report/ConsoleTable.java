package io.layertck.report;

import io.layertck.certify.Certificate;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.CertificateFolder;
import io.layertck.certify.Verdict;
import io.layertck.certify.Waiver;
import io.layertck.power.PowerStatement;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as a table for a console, without colours: the rules, then what was found of those
 * that are not simply kept, then the outcome.
 */
public final class ConsoleTable {

  private static final int IDS_IN_A_LINE = 12;

  private final PrintWriter out;

  /** Prints to a writer, which is left open. */
  public ConsoleTable(PrintWriter out) {
    this.out = out;
  }

  /** Prints one certificate. */
  public void print(Certificate certificate, CertificateFolder folder) {
    out.printf(
        "%n%s %s, judged by Layer TCK %s, catalogue %s%n%n",
        certificate.subject().name(),
        certificate.subject().version(),
        certificate.suite().version(),
        certificate.suite().catalogueVersion());
    row("rule", "level", "verdict", "tries", "checks", "ms", "cases/s");
    out.println("  " + "-".repeat(71));
    certificate.rules().stream().filter(ConsoleTable::isJudged).forEach(this::row);
    out.println();
    notClaimed(certificate);
    certificate.rules().stream()
        .filter(rule -> isJudged(rule) && rule.message() != null)
        .forEach(rule -> finding(rule, folder));
    power(certificate.power());
    Double falseAlarms = certificate.run().falseAlarmBudget();
    if (falseAlarms != null) {
      out.printf(
          Locale.ROOT,
          "chance alone fails a correct subject with a probability of at most %.1e%n",
          falseAlarms);
    }
    out.printf(
        Locale.ROOT,
        "%s (seed %d, %.1f s): %s%n",
        Outcome.of(certificate).sentence(),
        certificate.run().seed(),
        certificate.run().millis() / 1000,
        folder.certificate());
    out.flush();
  }

  private void power(@Nullable PowerStatement power) {
    if (power == null) {
      return;
    }
    PowerStatement.Figures figures = power.figures();
    if (figures == null) {
      out.printf("  %-12s unknown: %s%n%n", "power", power.reason());
      return;
    }
    out.printf(
        "  %-12s catches %d of %d faults and %d of %d mutants (self-test, %s)%n%n",
        "power",
        figures.faults().caughtHere(),
        figures.faults().total(),
        figures.mutants().caughtHere(),
        figures.mutants().total(),
        figures.mode());
  }

  private static boolean isJudged(RuleResult rule) {
    return rule.verdict() != Verdict.NOT_CLAIMED;
  }

  /** Of a subject that claims little, a row each would hide what was judged. */
  private void notClaimed(Certificate certificate) {
    List<String> ids =
        certificate.rules().stream().filter(rule -> !isJudged(rule)).map(RuleResult::id).toList();
    for (int begin = 0; begin < ids.size(); begin += IDS_IN_A_LINE) {
      out.printf(
          "  %-12s %s%n",
          begin == 0 ? "not claimed" : "",
          String.join(" ", ids.subList(begin, Math.min(ids.size(), begin + IDS_IN_A_LINE))));
    }
    if (!ids.isEmpty()) {
      out.println();
    }
  }

  private void row(RuleResult rule) {
    boolean ran = rule.tries() > 0;
    row(
        rule.id(),
        rule.level().name(),
        rule.verdict().name().replace('_', ' '),
        ran ? rule.tries() + (rule.exhausted() ? " all" : "") : "-",
        ran ? Long.toString(rule.checks()) : "-",
        rule.seed() == null ? "-" : String.format(Locale.ROOT, "%.0f", rule.millis()),
        ran ? Long.toString(rule.casesPerSecond()) : "-");
  }

  private void row(Object... cells) {
    out.print(
        String.format(Locale.ROOT, "  %-8s %-6s  %-12s %9s %12s %8s %10s", cells).stripTrailing());
    out.println();
  }

  private void finding(RuleResult rule, CertificateFolder folder) {
    out.printf("%s %s: %s%n", rule.id(), rule.verdict().name().replace('_', ' '), rule.statement());
    line("found", rule.message());
    line("example", rule.example());
    rule.explanation().forEach(sentence -> line("learned", "it " + sentence));
    if (rule.junit() != null) {
      line("test", folder.path().relativize(folder.test(rule.id())).toString());
    }
    line("reproduce", rule.reproduce());
    Waiver waiver = rule.waiver();
    if (waiver != null) {
      line("waiver", waiver.reason() + " (" + waiver.link() + ")");
    }
    out.println();
  }

  private void line(String name, @Nullable String text) {
    if (text != null) {
      out.printf("  %-10s %s%n", name, text.replaceAll("\\R", "$0             "));
    }
  }
}

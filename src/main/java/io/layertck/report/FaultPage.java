package io.layertck.report;

import io.layertck.fault.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A run of the faults as a document: a line for each, under the rule that caught it. */
public final class FaultPage {
  private FaultPage() {}

  /** Returns the document in Markdown. */
  public static String markdown(List<CaughtFault> run) {
    return Templates.fill(
        "faults.md.ftl",
        Map.of(
            "made",
            Fault.MADE,
            "faults",
            run.stream()
                .sorted(Comparator.comparing(CaughtFault::rule).thenComparing(CaughtFault::name))
                .toList()));
  }
}

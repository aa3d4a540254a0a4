package io.layertck.report;

import static java.util.stream.Collectors.groupingBy;

import io.layertck.catalogue.Catalogue;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import java.util.Map;

/** The catalogue as a document, with the faults that prove each rule. */
public final class Specification {
  private Specification() {}

  /** Returns the specification in Markdown. */
  public static String markdown() {
    return Templates.fill(
        "specification.md.ftl",
        Map.of(
            "version",
            Catalogue.VERSION,
            "rules",
            Catalogue.rules(),
            "faults",
            Faults.all().stream().collect(groupingBy(Fault::rule)),
            "made",
            Fault.MADE));
  }
}

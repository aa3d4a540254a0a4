package io.layertck.report;

import io.layertck.catalogue.Catalogue;
import java.util.Map;

/** The catalogue as a document. */
public final class Specification {
  private Specification() {}

  /** Returns the specification in Markdown. */
  public static String markdown() {
    return Templates.fill(
        "specification.md.ftl", Map.of("version", Catalogue.VERSION, "rules", Catalogue.rules()));
  }
}

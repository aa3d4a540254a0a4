package io.layertck.mutant;

import java.util.ArrayList;
import java.util.List;

/** Rows and columns of a result that are never computed, and are zero. */
final class LostParts {
  private static final String FAMILY = "lost rows and columns";

  private LostParts() {}

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Site site : Site.values()) {
      if (site != Site.BIAS_GRADIENT && site != Site.SAMPLE_WEIGHT_GRADIENT) {
        for (Selection lost : Selection.values()) {
          mutants.add(lost(site, "row", lost));
        }
      }
      for (Selection lost : Selection.values()) {
        mutants.add(lost(site, "column", lost));
      }
    }
    return mutants;
  }

  private static Mutant lost(Site site, String part, Selection lost) {
    boolean rows = part.equals("row");
    return Mutant.killed(
        site + ": loses " + lost.of(part),
        FAMILY,
        site.likely(),
        site.edited(
            (call, columns, values) -> {
              int parts = rows ? values.length / Math.max(1, columns) : columns;
              for (int i = 0; i < values.length; i++) {
                if (lost.takes(rows ? i / columns : i % columns, parts)) {
                  values[i] = 0;
                }
              }
            }));
  }
}

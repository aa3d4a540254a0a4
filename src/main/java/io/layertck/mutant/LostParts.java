package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rows and columns of a result that are never computed, and are zero. */
final class LostParts {
  private static final String FAMILY = "lost rows and columns";
  private static final Set<Site> OF_RANK_ONE =
      EnumSet.of(Site.BIAS_GRADIENT, Site.SAMPLE_WEIGHT_GRADIENT);
  private static final List<Selection> ROWS =
      List.of(
          Selection.FIRST,
          Selection.LAST,
          Selection.EVERY_SECOND,
          Selection.EVERY_HUNDREDTH,
          Selection.RAGGED_TAIL);
  private static final List<Selection> COLUMNS =
      List.of(Selection.FIRST, Selection.LAST, Selection.EVERY_EIGHTH, Selection.RAGGED_TAIL);

  /** A tied pair has fewer than 64 columns in every rule. */
  private static final Set<Site> NARROW =
      EnumSet.of(Site.TIED_EMBEDDING_FORWARD, Site.HEAD_INPUT_GRADIENT);

  private LostParts() {}

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Site site : Site.values()) {
      for (Selection lost : OF_RANK_ONE.contains(site) ? List.<Selection>of() : ROWS) {
        mutants.add(lost(site, "row", lost));
      }
      for (Selection lost : COLUMNS) {
        if (lost == Selection.RAGGED_TAIL && NARROW.contains(site)) {
          continue;
        }
        mutants.add(lost(site, OF_RANK_ONE.contains(site) ? "element" : "column", lost));
      }
    }
    return mutants;
  }

  private static Mutant lost(Site site, String part, Selection lost) {
    boolean rows = part.equals("row");
    return killed(
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

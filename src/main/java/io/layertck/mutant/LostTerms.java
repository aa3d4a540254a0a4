package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Terms that never enter a sum. */
final class LostTerms {
  private static final String FAMILY = "lost terms";

  private static final List<Selection> FEWER =
      List.of(
          Selection.FIRST,
          Selection.LAST,
          Selection.EVERY_THIRD,
          Selection.TAIL_OF_FOUR,
          Selection.RAGGED_TAIL_OF_EIGHT,
          Selection.RAGGED_TAIL);

  private LostTerms() {}

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Site site :
        List.of(
            Site.LINEAR_FORWARD, Site.INPUT_GRADIENT, Site.WEIGHT_GRADIENT, Site.BIAS_GRADIENT)) {
      for (Selection lost : Selection.values()) {
        mutants.add(
            killed(
                site + ": drops " + lost.of("term"),
                FAMILY,
                site.likely(),
                LinearSums.of(
                        (sum, left, right, index, count) ->
                            lost.takes(index, count) ? sum : sum + left * right)
                    .at(site)));
      }
    }
    for (Selection lost : FEWER) {
      mutants.add(upstream(Place.EMBEDDING, lost, "EGR-02", "EGR-08", "PAD-04", "EGR-03"));
      mutants.add(upstream(Place.TIED_EMBEDDING, lost, "TIE-02", "TIE-03", "SEQ-01"));
      mutants.add(upstream(Place.HEAD, lost, "TIE-02", "TIE-03", "SEQ-01"));
      mutants.add(
          killed(
              Site.BAG_FORWARD + ": drops " + lost.of("position of a bag"),
              FAMILY,
              Site.BAG_FORWARD.likely(),
              Place.BAG.changedBy(
                  () -> BagSums.output((index, count, row) -> !lost.takes(index, count)))));
      mutants.add(
          killed(
              Site.BAG_GRADIENT + ": drops " + lost.of("position of a bag"),
              FAMILY,
              Site.BAG_GRADIENT.likely(),
              Place.BAG.changedBy(
                  () -> BagSums.gradient((index, count, row) -> !lost.takes(index, count)))));
    }
    return mutants;
  }

  /** A row of the upstream gradient is the term of one position, or of one row of the input. */
  private static Mutant upstream(Place place, Selection lost, String... likely) {
    return killed(
        place + " backward: drops " + lost.of("row of the upstream gradient"),
        FAMILY,
        List.of(likely),
        place.changedBy(
            () ->
                new Change() {
                  @Override
                  public HostTensor upstream(Operands call, HostTensor upstream) {
                    return Edits.edited(upstream, values -> drop(values, call.count(), lost));
                  }
                }));
  }

  private static void drop(double[] values, int rows, Selection lost) {
    int columns = rows == 0 ? 0 : values.length / rows;
    for (int row = 0; row < rows; row++) {
      if (lost.takes(row, rows)) {
        Arrays.fill(values, row * columns, (row + 1) * columns, 0);
      }
    }
  }
}

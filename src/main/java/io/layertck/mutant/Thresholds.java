package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Results that are right below a size and wrong at and above it: their last row is zero.
 *
 * <p>There is no mutant for a size that no rule reaches in its default tries: indices of a call
 * past 4097 anywhere but in the forward of an embedding, rows past 4097 anywhere but in the forward
 * of a linear layer, vocabularies past 70000, other sizes past 4097.
 */
final class Thresholds {
  private static final String FAMILY = "thresholds";

  /** Where vectors, tiles, blocks and the whole numbers of half types end. */
  private static final List<Integer> SIZES = List.of(17, 33, 65, 256, 257, 769, 1000, 1025);

  /** Past a fan-in that a report names. */
  private static final int ODD_BLOCK = 4097;

  private static final int SIXTEEN_BITS = 65535;

  private Thresholds() {}

  /** A size along which a result grows. */
  private enum Axis {
    COUNT(Operands::count),
    ROWS(Operands::rows),
    COLUMNS(Operands::columns);

    private final ToIntFunction<Operands> size;

    Axis(ToIntFunction<Operands> size) {
      this.size = size;
    }

    String of(Site site, int size) {
      boolean linear = site.place() == Place.LINEAR || site.place() == Place.HEAD;
      return switch (this) {
        case COUNT -> size + (linear ? " input rows" : " indices");
        case ROWS -> (linear ? "a fan-out of " : "a vocabulary of ") + size;
        case COLUMNS -> (linear ? "a fan-in of " : "a dimension of ") + size;
      };
    }
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Site site :
        List.of(
            Site.EMBEDDING_FORWARD,
            Site.EMBEDDING_GRADIENT,
            Site.BAG_FORWARD,
            Site.BAG_GRADIENT,
            Site.LINEAR_FORWARD,
            Site.INPUT_GRADIENT,
            Site.WEIGHT_GRADIENT,
            Site.BIAS_GRADIENT)) {
      for (Axis axis : Axis.values()) {
        if (site == Site.BIAS_GRADIENT && axis == Axis.COLUMNS) {
          continue;
        }
        for (int size : SIZES) {
          mutants.add(from(site, axis, size));
        }
      }
    }
    for (Site site :
        List.of(
            Site.LINEAR_FORWARD, Site.INPUT_GRADIENT, Site.WEIGHT_GRADIENT, Site.BIAS_GRADIENT)) {
      mutants.add(from(site, Axis.COUNT, ODD_BLOCK));
      mutants.add(from(site, Axis.ROWS, ODD_BLOCK));
    }
    mutants.add(from(Site.LINEAR_FORWARD, Axis.COUNT, 500));
    mutants.add(from(Site.LINEAR_FORWARD, Axis.COLUMNS, ODD_BLOCK));
    mutants.add(from(Site.INPUT_GRADIENT, Axis.COLUMNS, ODD_BLOCK));
    mutants.add(from(Site.WEIGHT_GRADIENT, Axis.COLUMNS, ODD_BLOCK));
    mutants.add(from(Site.EMBEDDING_FORWARD, Axis.COUNT, ODD_BLOCK));
    mutants.add(from(Site.EMBEDDING_GRADIENT, Axis.COUNT, ODD_BLOCK));
    mutants.add(from(Site.EMBEDDING_FORWARD, Axis.COUNT, SIXTEEN_BITS));
    mutants.add(from(Site.LINEAR_FORWARD, Axis.COUNT, SIXTEEN_BITS));
    mutants.add(from(Site.EMBEDDING_FORWARD, Axis.ROWS, SIXTEEN_BITS));
    mutants.add(from(Site.EMBEDDING_GRADIENT, Axis.ROWS, SIXTEEN_BITS));
    mutants.add(from(Site.BAG_FORWARD, Axis.ROWS, SIXTEEN_BITS));
    mutants.add(from(Site.BAG_GRADIENT, Axis.ROWS, SIXTEEN_BITS));
    return mutants;
  }

  private static Mutant from(Site site, Axis axis, int size) {
    return killed(
        site + ": the last row is lost from " + axis.of(site, size) + " on",
        FAMILY,
        likely(site),
        site.edited(
            (call, columns, values) -> {
              if (axis.size.applyAsInt(call) >= size) {
                int lost = site == Site.BIAS_GRADIENT ? 1 : columns;
                Arrays.fill(values, Math.max(0, values.length - lost), values.length, 0);
              }
            }));
  }

  private static List<String> likely(Site site) {
    return switch (site) {
      case EMBEDDING_FORWARD -> List.of("EMB-11", "EMB-02", "EMB-13");
      case LINEAR_FORWARD -> List.of("LIN-13", "LIN-02");
      default -> site.likely();
    };
  }
}

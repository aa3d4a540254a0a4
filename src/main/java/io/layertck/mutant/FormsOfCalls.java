package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.BagCall;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Results that are wrong for calls of one form only: one type, rank, layout, mode or option. */
final class FormsOfCalls {
  private static final String FAMILY = "one form of calls";
  private static final List<DType> TYPES =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);

  private FormsOfCalls() {}

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Site site : Site.values()) {
      for (DType type : TYPES) {
        mutants.add(only(site, "in " + type.label(), call -> call.made().dtype() == type));
      }
      boolean linear = site.place() == Place.LINEAR || site.place() == Place.HEAD;
      if (linear) {
        mutants.add(only(site, "with a bias", call -> call.made().bias()));
        Mutant unbiased = only(site, "without a bias", call -> !call.made().bias());
        mutants.add(
            site == Site.BIAS_GRADIENT
                ? unbiased.equivalent("a layer without a bias has no bias gradient to negate")
                : unbiased);
      } else {
        for (DType type : List.of(DType.INT32, DType.INT64)) {
          mutants.add(
              only(site, "for " + type.label() + " indices", call -> call.input().dtype() == type));
        }
      }
      if (site.place() != Place.BAG) {
        for (int rank = 1; rank <= (linear ? 4 : 3); rank++) {
          int wrong = rank;
          mutants.add(
              only(site, "for inputs of rank " + rank, call -> call.input().rank() == wrong));
        }
      }
      if (site == Site.EMBEDDING_FORWARD
          || site == Site.BAG_FORWARD
          || site.place() == Place.LINEAR) {
        mutants.add(only(site, "for strided inputs", call -> !call.input().isContiguous()));
      }
      if (site.place() == Place.BAG && site != Site.SAMPLE_WEIGHT_GRADIENT) {
        for (BagMode mode : BagMode.values()) {
          mutants.add(only(site, "under mode " + mode, call -> bag(call, b -> b.is(mode))));
        }
        mutants.add(
            only(
                site,
                "for bags given as a matrix",
                call -> bag(call, b -> b.input().offsets() == null)));
        mutants.add(
            only(
                site,
                "with the last end included",
                call -> bag(call, b -> b.config().includeLastOffset())));
        mutants.add(
            only(
                site,
                "with per-sample weights",
                call -> bag(call, b -> b.input().perSampleWeights() != null)));
      }
      if (site.place() == Place.EMBEDDING) {
        mutants.add(only(site, "with padding", call -> table(call, t -> t.paddingIdx() != null)));
        mutants.add(only(site, "with max_norm", call -> table(call, t -> t.maxNorm() != null)));
        mutants.add(
            only(
                site,
                "with scaling by frequency",
                call -> table(call, EmbeddingConfig::scaleGradByFreq)));
        mutants.add(
            only(site, "with sparse gradients", call -> table(call, EmbeddingConfig::sparse)));
      }
    }
    return mutants;
  }

  private static boolean bag(Operands call, Predicate<BagCall> form) {
    BagCall bag = call.bag();
    return bag != null && form.test(bag);
  }

  private static boolean table(Operands call, Predicate<EmbeddingConfig> form) {
    EmbeddingConfig table = call.made().table();
    return table != null && form.test(table);
  }

  /** Negates the result, which shows wherever an element is not zero. */
  private static Mutant only(Site site, String form, Predicate<Operands> wrong) {
    return killed(
        site + ": the result is negated " + form,
        FAMILY,
        likely(site, form),
        site.edited(
            (call, columns, values) -> {
              if (wrong.test(call)) {
                Arrays.setAll(values, i -> -values[i]);
              }
            }));
  }

  private static List<String> likely(Site site, String form) {
    List<String> likely = new ArrayList<>();
    boolean gradient = site == Site.EMBEDDING_GRADIENT;
    switch (form) {
      case "with max_norm" -> likely.addAll(gradient ? List.of("NRM-04") : List.of("NRM-01"));
      case "with padding" -> likely.add(gradient ? "PAD-04" : "PAD-02");
      case "with scaling by frequency" -> likely.addAll(List.of("FRQ-01", "PAD-06", "ERR-03"));
      case "with sparse gradients" -> likely.addAll(List.of("SPG-01", "OPT-03", "ERR-03"));
      case "for strided inputs" ->
          likely.addAll(site.place() == Place.LINEAR ? List.of("LIN-10", "LGR-06") : List.of());
      default -> {}
    }
    likely.addAll(site.likely());
    return likely;
  }
}

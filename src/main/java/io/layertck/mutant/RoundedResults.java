package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Edits;
import io.layertck.fault.Rounding;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Results, operands and running sums of fewer significant bits than their type has. */
final class RoundedResults {
  private static final String FAMILY = "rounding";
  private static final String ARITHMETIC =
      "each truncation errs by less than twice what rounding to nearest may: a kind of arithmetic,"
          + " which is told as an advisory";

  private static final List<Site> SUMS =
      List.of(Site.LINEAR_FORWARD, Site.INPUT_GRADIENT, Site.WEIGHT_GRADIENT, Site.BIAS_GRADIENT);

  private RoundedResults() {}

  /** A number format, by its significant bits. */
  private enum Format {
    BFLOAT16("bfloat16", 8),
    TF32("TF32", 11),
    TWENTY("20 bits", 20);

    private final String words;
    private final int bits;

    Format(String words, int bits) {
      this.words = words;
      this.bits = bits;
    }

    double round(double value) {
      return Rounding.toSignificantBits(value, bits);
    }
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Site site : Site.values()) {
      for (Format format : Format.values()) {
        mutants.add(rounded(site, "is rounded to " + format.words, DType.FLOAT32, format::round));
      }
      mutants.add(
          rounded(site, "of float64 is rounded to float32", DType.FLOAT64, value -> (float) value));
      mutants.add(
          rounded(
              site, "of float16 is rounded to bfloat16", DType.FLOAT16, Format.BFLOAT16::round));
      for (Selection one : List.of(Selection.FIRST, Selection.LAST)) {
        mutants.add(oneStepOff(site, one));
      }
    }
    for (Site site : SUMS) {
      for (Format format : Format.values()) {
        mutants.add(
            sum(
                site,
                "rounds its first operands to " + format.words,
                (sum, left, right, index, count) -> sum + format.round(left) * right));
        mutants.add(
            sum(
                site,
                "adds up in " + format.words,
                (sum, left, right, index, count) -> format.round(sum + left * right)));
      }
      mutants.add(
          sum(
                  site,
                  "adds up in float32 with truncation",
                  (sum, left, right, index, count) -> truncated(sum + left * right))
              .classed(ARITHMETIC));
    }
    return mutants;
  }

  /** Significant bits do not matter to a type that has fewer. */
  private static Mutant rounded(Site site, String what, DType type, DoubleUnaryOperator rounding) {
    return killed(
        site + ": the result " + what,
        FAMILY,
        likely(site),
        site.changed(
            (call, result) -> result.dtype() == type ? Edits.mapped(result, rounding) : result));
  }

  private static List<String> likely(Site site) {
    return switch (site) {
      case EMBEDDING_GRADIENT -> List.of("EGR-03", "EGR-02", "CAP-03");
      case LINEAR_FORWARD -> List.of("LIN-03", "LIN-02", "CAP-03");
      case INPUT_GRADIENT, WEIGHT_GRADIENT, BIAS_GRADIENT -> List.of("LGR-03", "LGR-02", "CAP-03");
      case BAG_FORWARD, BAG_GRADIENT, SAMPLE_WEIGHT_GRADIENT ->
          List.of("BAG-05", "BAG-01", "BAG-03", "BAG-02");
      default -> site.likely();
    };
  }

  private static Mutant oneStepOff(Site site, Selection one) {
    return killed(
        site + ": " + one.of("element") + " is one step of its type too large",
        FAMILY,
        site.likely(),
        site.changed(
            (call, result) ->
                Edits.edited(
                    result,
                    values -> {
                      for (int i = 0; i < values.length; i++) {
                        if (one.takes(i, values.length)) {
                          values[i] = next(values[i], result);
                        }
                      }
                    })));
  }

  private static double next(double value, HostTensor result) {
    if (result.dtype() == DType.FLOAT64) {
      return Math.nextUp(value);
    }
    if (result.dtype() == DType.FLOAT32) {
      return Math.nextUp((float) value);
    }
    int bits = result.dtype().precision();
    int exponent = Math.max(Math.getExponent(value), result.dtype() == DType.FLOAT16 ? -14 : -126);
    return value + Math.scalb(1.0, exponent - bits + 1);
  }

  private static Mutant sum(Site site, String what, LinearSums.Term term) {
    return killed(
        site + ": " + what,
        FAMILY,
        likely(site),
        LinearSums.of(term).only(call -> call.made().dtype() == DType.FLOAT32).at(site));
  }

  /** Cuts a significand off, as vector units do it, which overflow to an infinity all the same. */
  private static double truncated(double value) {
    float nearest = (float) value;
    return Float.isInfinite(nearest) || Math.abs((double) nearest) <= Math.abs(value)
        ? nearest
        : Math.nextAfter(nearest, 0.0);
  }
}

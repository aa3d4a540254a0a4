package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Edits;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/** Results and operands in which NaN, infinities, zeros and subnormal numbers become others. */
final class SpecialValues {
  private static final String FAMILY = "special values";

  private static final String SIGN_OF_ZERO =
      "numbers that are computed are judged as numbers: the sign of a zero is the kernel's own";
  private static final String FLUSHED =
      "no rule draws sums below the smallest normal number, which many processors flush";

  private SpecialValues() {}

  /** A number in place of a special one. */
  private enum Slip {
    NAN_TO_ZERO("NaN becomes 0") {
      @Override
      double of(double value, DType type) {
        return Double.isNaN(value) ? 0 : value;
      }
    },
    NAN_TO_INFINITY("NaN becomes infinity") {
      @Override
      double of(double value, DType type) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
      }
    },
    INFINITY_CLIPPED("an infinity becomes the largest number") {
      @Override
      double of(double value, DType type) {
        return Double.isInfinite(value) ? Math.copySign(largest(type), value) : value;
      }
    },
    INFINITY_TO_NAN("an infinity becomes NaN") {
      @Override
      double of(double value, DType type) {
        return Double.isInfinite(value) ? Double.NaN : value;
      }
    },
    INFINITY_LOSES_ITS_SIGN("an infinity loses its sign") {
      @Override
      double of(double value, DType type) {
        return Double.isInfinite(value) ? Double.POSITIVE_INFINITY : value;
      }
    },
    NEGATIVE_ZERO_TO_ZERO("-0 becomes +0") {
      @Override
      double of(double value, DType type) {
        return value == 0 ? 0.0 : value;
      }
    },
    SUBNORMAL_TO_ZERO("a subnormal number becomes 0") {
      @Override
      double of(double value, DType type) {
        return Math.abs(value) < smallestNormal(type) ? Math.copySign(0, value) : value;
      }
    };

    private final String words;

    Slip(String words) {
      this.words = words;
    }

    abstract double of(double value, DType type);
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Slip slip : Slip.values()) {
      for (Site site :
          List.of(
              Site.EMBEDDING_FORWARD,
              Site.EMBEDDING_GRADIENT,
              Site.BAG_FORWARD,
              Site.LINEAR_FORWARD,
              Site.INPUT_GRADIENT,
              Site.WEIGHT_GRADIENT,
              Site.BIAS_GRADIENT,
              Site.TIED_EMBEDDING_FORWARD)) {
        mutants.add(result(site, slip));
      }
      mutants.add(input(slip));
      mutants.add(upstream(Place.LINEAR, slip, "LGR-08", "LGR-02"));
      mutants.add(upstream(Place.EMBEDDING, slip, "EGR-09", "EGR-02"));
    }
    for (Site site : List.of(Site.LINEAR_FORWARD, Site.INPUT_GRADIENT, Site.WEIGHT_GRADIENT)) {
      mutants.add(
          skipping(
              site, "first", (sum, left, right, i, n) -> left == 0 ? sum : sum + left * right));
      mutants.add(
          skipping(
              site, "second", (sum, left, right, i, n) -> right == 0 ? sum : sum + left * right));
      mutants.add(
          skipping(
              site,
              "whole product of a",
              (sum, left, right, i, n) -> left == 0 || right == 0 ? sum : sum + left * right));
    }
    return mutants;
  }

  private static List<String> likely(Site site) {
    return switch (site) {
      case LINEAR_FORWARD -> List.of("LIN-05", "LIN-08", "LIN-02", "LIN-06");
      case INPUT_GRADIENT, WEIGHT_GRADIENT, BIAS_GRADIENT -> List.of("LGR-08", "LGR-02");
      case EMBEDDING_GRADIENT -> List.of("EGR-09", "EGR-02");
      default -> site.likely();
    };
  }

  private static Mutant result(Site site, Slip slip) {
    Mutant mutant =
        killed(
            site + ": in the result " + slip.words,
            FAMILY,
            likely(site),
            site.changed((call, result) -> changed(result, slip)));
    return switch (site) {
      case EMBEDDING_FORWARD, TIED_EMBEDDING_FORWARD -> mutant;
      // An identity weight passes a subnormal number through, and nothing is computed from it.
      case LINEAR_FORWARD -> slip == Slip.SUBNORMAL_TO_ZERO ? mutant : ofASum(mutant, slip);
      default -> ofASum(mutant, slip);
    };
  }

  private static Mutant ofASum(Mutant mutant, Slip slip) {
    return switch (slip) {
      case NEGATIVE_ZERO_TO_ZERO -> mutant.classed(SIGN_OF_ZERO);
      case SUBNORMAL_TO_ZERO -> mutant.classed(FLUSHED);
      default -> mutant;
    };
  }

  private static HostTensor changed(HostTensor tensor, Slip slip) {
    return tensor.dtype().isFloating()
        ? Edits.mapped(tensor, value -> slip.of(value, tensor.dtype()))
        : tensor;
  }

  private static Mutant input(Slip slip) {
    Mutant mutant =
        killed(
            "linear: in the input " + slip.words,
            FAMILY,
            List.of("LIN-05", "LIN-08", "LGR-08", "LIN-06"),
            Place.LINEAR.changedBy(() -> Change.ofInput(call -> changed(call.input(), slip))));
    return slip == Slip.NEGATIVE_ZERO_TO_ZERO ? mutant.classed(SIGN_OF_ZERO) : mutant;
  }

  private static Mutant upstream(Place place, Slip slip, String... likely) {
    Mutant mutant =
        killed(
            place + ": in the upstream gradient " + slip.words,
            FAMILY,
            List.of(likely),
            place.changedBy(
                () ->
                    new Change() {
                      @Override
                      public HostTensor upstream(Operands call, HostTensor upstream) {
                        return changed(upstream, slip);
                      }
                    }));
    return ofASum(mutant, slip);
  }

  private static Mutant skipping(Site site, String which, LinearSums.Term term) {
    return killed(
        site + ": a zero skips the " + which + " operand's terms",
        FAMILY,
        likely(site),
        LinearSums.of(term).at(site));
  }

  private static double largest(DType type) {
    return switch (type) {
      case FLOAT64 -> Double.MAX_VALUE;
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.FEp127;
      default -> Float.MAX_VALUE;
    };
  }

  private static double smallestNormal(DType type) {
    return switch (type) {
      case FLOAT64 -> Double.MIN_NORMAL;
      case FLOAT16 -> 0x1p-14;
      default -> Float.MIN_NORMAL;
    };
  }
}

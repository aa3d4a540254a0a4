package io.layertck.contract;

import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.BagMaxNormCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.MaxNormCases;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Resolution;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From which size on the rules on largest norms are certain to reject a deviation in a case. */
final class MaxNormSensitivity {
  static final String MAX_NORM = "max_norm, relative";
  static final String SECOND_CALL = "rows that a second call changes, relative";

  private static final int SAMPLE = 100;

  /** Only rows so far past the norm are past a norm that is off, too. */
  private static final double FAR = 2;

  private static final double MOST = 0.9;

  private MaxNormSensitivity() {}

  static List<NumericRule<?>> rules() {
    return List.of(
        new NumericRule<>(
            BagContract.class,
            "BAG-06",
            new BagMaxNormCases(),
            BagMaxNormRules::renormalised,
            SAMPLE,
            MaxNormSensitivity::ofBag,
            "error bound"),
        new NumericRule<>(
            MaxNormContract.class,
            "NRM-01",
            new MaxNormCases(),
            MaxNormRules::renormalised,
            SAMPLE,
            (example, claims) -> Map.of(MAX_NORM, maxNorm(example)),
            "error bound"),
        new NumericRule<>(
            MaxNormContract.class,
            "NRM-04",
            new MaxNormCases(),
            MaxNormRules::everyOrder,
            SAMPLE,
            MaxNormSensitivity::ofEveryOrder,
            "error bound"),
        new NumericRule<>(
            MaxNormContract.class,
            "NRM-05",
            new MaxNormCases(),
            MaxNormRules::again,
            SAMPLE,
            MaxNormSensitivity::again,
            "1e-7 / max_norm and the roundings of a norm"));
  }

  private static Map<String, Double> ofBag(BagGradientExample example, Claims claims) {
    BagExample bag = example.bag();
    return Map.of(
        MAX_NORM,
        maxNorm(new LookupExample(bag.config().table(), bag.weight(), bag.input().indices())));
  }

  private static Map<String, Double> ofEveryOrder(LookupExample example, Claims claims) {
    double limit = Objects.requireNonNull(example.config().maxNorm());
    return Map.of(
        MAX_NORM,
        MaxNormCases.ORDERS.stream()
            .map(order -> example.withConfig(example.config().withMaxNorm(limit, order)))
            .mapToDouble(MaxNormSensitivity::maxNorm)
            .min()
            .orElseThrow());
  }

  /**
   * Returns from where on a factor of the largest norm, and so of each row past it, is rejected.
   */
  private static double maxNorm(LookupExample example) {
    DType dtype = example.config().dtype();
    double limit = Objects.requireNonNull(example.config().maxNorm());
    ExactMaxNorm norms = MaxNormRules.norms(example);
    boolean[] used = MaxNormRules.lookedUp(example);
    double size =
        Deviations.ofBound(
                Agreement.reference(norms.after(used)), ErrorBound.accumulating(dtype, dtype))
            .only(
                element -> {
                  int row = element / example.dimension();
                  return used[row] && norms.norm(row) > FAR * limit;
                })
            .scaled(dtype);
    return size <= MOST ? size : Double.POSITIVE_INFINITY;
  }

  /** Returns from where on a second factor on a row that is renormalised is rejected. */
  private static Map<String, Double> again(LookupExample example, Claims claims) {
    if (MaxNormRules.showsNothing(example)) {
      return Map.of(SECOND_CALL, Double.POSITIVE_INFINITY);
    }
    double allowed = MaxNormRules.allowedAgain(example);
    double[] one = {1};
    double[] error = {allowed};
    return Map.of(
        SECOND_CALL, Resolution.ofErrors(one, error, error, one, 1, example.config().dtype()));
  }
}

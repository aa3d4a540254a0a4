package io.layertck.contract;

import static io.layertck.contract.NumericSensitivity.SCALED;

import io.layertck.generate.BagCases;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.Map;

/** From which size on the rules on bags are certain to reject a deviation in a case. */
final class BagSensitivity {
  static final String MEANS = "means over a count that is no power of two, relative";
  static final String GRADIENTS_OF_MEANS =
      "gradients of means over a count that is no power of two, relative";
  static final String SUMS = "sums and means, relative";

  private static final int SAMPLE = 30;
  private static final int SAMPLE_OF_MEANS = 200;
  private static final int SAMPLE_OF_GRADIENTS = 120;
  private static final int SAMPLE_OF_MODELS = 100;

  private BagSensitivity() {}

  static List<NumericRule<?>> rules() {
    return List.of(
        new NumericRule<>(
            BagContract.class,
            "BAG-01",
            new BagCases(),
            BagRules::forward,
            SAMPLE,
            BagSensitivity::output,
            "equality of exact integers"),
        new NumericRule<>(
            BagContract.class,
            "BAG-01",
            new BagCases(),
            BagRules::forward,
            new BagCases.Means(),
            BagCases.Means.SHARE,
            SAMPLE_OF_MEANS,
            BagSensitivity::means,
            "error bound"),
        new NumericRule<>(
            BagContract.class,
            "BAG-02",
            new BagCases.Weighted(),
            BagGradientRules::weighted,
            SAMPLE,
            BagSensitivity::weighted,
            "equality of exact integers"),
        new NumericRule<>(
            BagContract.class,
            "BAG-03",
            new BagCases(),
            BagGradientRules::gradient,
            SAMPLE,
            BagSensitivity::gradient,
            "equality of exact integers"),
        new NumericRule<>(
            BagContract.class,
            "BAG-03",
            new BagCases(),
            BagGradientRules::gradient,
            new BagCases.Means(),
            BagCases.Means.SHARE,
            SAMPLE_OF_GRADIENTS,
            BagSensitivity::gradientOfMeans,
            "error bound"),
        new NumericRule<>(
            BagContract.class,
            "BAG-05",
            new BagCases.Real(),
            BagModelRules::agreement,
            SAMPLE_OF_MODELS,
            BagSensitivity::agreement,
            "sum of both error bounds"));
  }

  private static DType dtype(BagGradientExample example) {
    return example.bag().config().table().dtype();
  }

  private static Map<String, Double> output(BagGradientExample example, Claims claims) {
    return Map.of(SCALED, output(example).scaled(dtype(example)));
  }

  private static Deviations output(BagGradientExample example) {
    return Deviations.ofSums(BagRules.exact(example.bag()).forward(), dtype(example));
  }

  private static Map<String, Double> means(BagGradientExample example, Claims claims) {
    BagExample bag = example.bag();
    BagMembers members = BagMembers.of(bag.config(), bag.input());
    return Map.of(
        MEANS,
        output(example)
            .only(element -> divides(bag, members, element / bag.dimension()))
            .scaled(dtype(example)));
  }

  /** Tells whether the elements of a bag are quotients that are rounded. */
  static boolean divides(BagExample bag, BagMembers members, int number) {
    return bag.config().mode() == BagMode.MEAN && Integer.bitCount(members.count(number)) > 1;
  }

  private static Map<String, Double> weighted(BagGradientExample example, Claims claims) {
    return Map.of(
        SCALED,
        Math.min(output(example).scaled(dtype(example)), gradient(example).scaled(dtype(example))));
  }

  private static Map<String, Double> gradient(BagGradientExample example, Claims claims) {
    return Map.of(SCALED, gradient(example).scaled(dtype(example)));
  }

  private static Deviations gradient(BagGradientExample example) {
    return Deviations.ofSums(
        BagRules.exact(example.bag()).weightGradient(example.upstream()), dtype(example));
  }

  private static Map<String, Double> gradientOfMeans(BagGradientExample example, Claims claims) {
    BagExample bag = example.bag();
    boolean[] divided = dividedRows(bag, BagMembers.of(bag.config(), bag.input()));
    return Map.of(
        GRADIENTS_OF_MEANS,
        gradient(example)
            .only(element -> divided[element / bag.dimension()])
            .scaled(dtype(example)));
  }

  /** Returns for each row whether its gradient holds a quotient that is rounded. */
  static boolean[] dividedRows(BagExample bag, BagMembers members) {
    boolean[] divided = new boolean[bag.vocabulary()];
    for (int number = 0; number < members.bags(); number++) {
      if (divides(bag, members, number)) {
        for (int position = members.begin(number); position < members.end(number); position++) {
          divided[members.row(position)] |= !members.isPadding(position);
        }
      }
    }
    return divided;
  }

  private static Map<String, Double> agreement(BagGradientExample example, Claims claims) {
    if (example.bag().config().mode() == BagMode.MAX) {
      return Map.of(SUMS, Double.POSITIVE_INFINITY);
    }
    DType dtype = dtype(example);
    ExactBag exact = BagRules.exact(example.bag());
    ErrorBound declared = RealDataRules.bound(dtype, claims);
    if (dtype.isHalf()) {
      ErrorBound bound = BagModelRules.throughHalves(declared);
      return Map.of(SUMS, agreed(exact.forward().result(), bound, dtype));
    }
    return Map.of(
        SUMS,
        Math.min(
            agreed(exact.forward().result(), declared, dtype),
            agreed(exact.weightGradient(example.upstream()).result(), declared, dtype)));
  }

  private static double agreed(ExactResult exact, ErrorBound bound, DType dtype) {
    Reference reference = Agreement.reference(exact);
    return Deviations.ofAgreement(reference, bound, dtype).scaled(dtype);
  }
}

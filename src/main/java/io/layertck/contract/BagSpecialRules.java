package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.BagMembers;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagMode;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The part of a rule on bags that is about infinities and NaN in the table. */
final class BagSpecialRules {
  /** One per column in turn; behind them a column holds infinities of both signs. */
  private static final double[] SPECIALS = {
    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
  };

  /** One weight of so many is special, so that bags stay without. */
  private static final int SPARSE = 5;

  private static final int SHOWN = 6;

  private BagSpecialRules() {}

  /** Judges the class of every sum of rows by weights of which some are special. */
  static Judgement weighted(BagExample example, Driver driver) {
    HostTensor weights = Objects.requireNonNull(example.input().perSampleWeights());
    double[] numbers = weights.widened();
    for (int position = 0; position < numbers.length; position += SPARSE) {
      numbers[position] = SPECIALS[position / SPARSE % SPECIALS.length];
    }
    BagExample special =
        example.withInput(
            example.input().indices(),
            example.input().offsets(),
            HostTensor.rounded(weights.dtype(), numbers, weights.shape()));
    HostTensor output = BagRules.layer(special, driver).forward(special.input());
    Judgement form =
        ShapeJudge.judge(
            "the output over infinite weights",
            output,
            special.weight().dtype(),
            special.bags(),
            special.dimension());
    return form instanceof Judgement.Broken ? form : classes(special, output.widened());
  }

  /** Judges the class of every sum and mean, and every maximum, of the bags of an example. */
  static Judgement classes(BagExample example, Driver driver) {
    BagMode mode = example.config().mode();
    BagExample special = example.withWeight(withSpecials(example.weight(), mode));
    HostTensor output = BagRules.layer(special, driver).forward(special.input());
    Judgement form =
        ShapeJudge.judge(
            "the output over infinite rows",
            output,
            special.weight().dtype(),
            special.bags(),
            special.dimension());
    return form instanceof Judgement.Broken ? form : classes(special, output.widened());
  }

  /** Every second element is special; no maximum meets NaN, of which PyTorch drops some. */
  private static HostTensor withSpecials(HostTensor weight, BagMode mode) {
    double[] numbers = weight.widened();
    int columns = weight.extent(1);
    for (int element = 0; element < numbers.length; element++) {
      int row = element / columns;
      int column = element % columns;
      if ((row + column) % 2 == 0) {
        int kind = column % (SPECIALS.length + 1);
        double number = SPECIALS[kind == SPECIALS.length ? row / 2 % 2 : kind];
        numbers[element] = mode == BagMode.MAX && Double.isNaN(number) ? numbers[element] : number;
      }
    }
    return HostTensor.rounded(weight.dtype(), numbers, weight.shape());
  }

  private static Judgement classes(BagExample example, double[] output) {
    BagMembers members = BagRules.exact(example).members();
    double[] table = example.weight().widened();
    HostTensor given = example.input().perSampleWeights();
    double[] weights = given == null ? null : given.widened();
    int columns = example.dimension();
    for (int element = 0; element < output.length; element++) {
      int column = element % columns;
      int bag = element / columns;
      double[] terms =
          IntStream.range(members.begin(bag), members.end(bag))
              .filter(position -> !members.isPadding(position))
              .mapToDouble(
                  position ->
                      (weights == null ? 1 : weights[position])
                          * table[members.row(position) * columns + column])
              .toArray();
      boolean largest = example.config().mode() == BagMode.MAX;
      double expected =
          largest
              ? DoubleStream.of(terms).max().orElse(0)
              : Arrays.stream(terms).reduce(0, Double::sum);
      boolean anyFinite = !largest && Double.isFinite(expected);
      double actual = output[element];
      boolean right =
          anyFinite
              ? Double.isFinite(actual)
              : actual == expected || (Double.isNaN(actual) && Double.isNaN(expected));
      if (!right) {
        return Judgement.broken(
            "over infinities and NaN, bag "
                + bag
                + " of the output, column "
                + column
                + ", is "
                + actual
                + ", expected "
                + (anyFinite ? "a finite number" : expected)
                + ": it is made of "
                + Arrays.toString(Arrays.copyOf(terms, Math.min(terms.length, SHOWN)))
                + (terms.length > SHOWN ? " and so on" : ""));
      }
    }
    return Judgement.kept(Math.max(1, output.length));
  }
}

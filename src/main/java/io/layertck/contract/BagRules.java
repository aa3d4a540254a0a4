package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.Explanation;
import io.layertck.judge.SumJudge;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactSums;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The bodies of the rules on bags that are exact, or bounded where a mean divides. */
final class BagRules {
  /** What more is asked of bags is asked of those no larger, which cost little. */
  private static final int MOST_ELEMENTS = 2048;

  private static final List<BagMode> MODES = List.of(BagMode.values());

  private BagRules() {}

  /** Returns one mode after the other for ascending numbers. */
  static BagMode modeInTurn(int number) {
    return MODES.get(number % MODES.size());
  }

  static DrivenLayer<BagInput> layer(BagExample example, Driver driver) {
    return driver.embeddingBag(example.config(), example.start());
  }

  static ExactBag exact(BagExample example) {
    return new ExactBag(example.config(), example.weight(), example.input());
  }

  static Judgement forward(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    List<HostTensor> before = copies(bag.input());
    DrivenLayer<BagInput> layer = layer(bag, driver);
    LiveTensor live = layer.forwardLive(bag.input());
    HostTensor output = live.snapshot();
    ExactSums expected = exact(bag).forward();
    Judgement judgement =
        output("", bag, bag, expected, output, driver).and(areAsBefore(bag.input(), before));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    judgement =
        judgement.and(anew(bag, layer, driver)).and(isAsBefore("a later call", live, output));
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement
            .and(again(example, expected, layer, driver))
            .and(isAsBefore("calls of another layer and an assignment", live, output))
            .and(
                isSmall(bag)
                    ? BagSpecialRules.classes(bag, driver)
                    : new Judgement.NoEvidence("large bags hold finite numbers"));
  }

  private static Judgement isAsBefore(String after, LiveTensor live, HostTensor output) {
    return BitJudge.judge(
        "an earlier result",
        Names.element("after " + after + ", an earlier result"),
        live.snapshot(),
        output);
  }

  /** What a layer lived through must not show. */
  private static Judgement again(
      BagGradientExample example, ExactSums expected, DrivenLayer<BagInput> layer, Driver driver) {
    BagExample bag = example.bag();
    layer(bag, driver).forward(bag.input());
    if (driver.claims().has(Feature.GRADIENT)) {
      layer.backward(bag.input(), example.upstream());
      layer.zeroGradients();
    }
    if (driver.claims().has(Feature.PARAMETERS)) {
      layer.assign("weight", 0, bag.weight());
    }
    Judgement judgement =
        output(
            "after another layer was made, a backward and an assignment of the same weight, ",
            bag,
            bag,
            expected,
            layer.forward(bag.input()),
            driver);
    return judgement instanceof Judgement.Broken
            || !driver.claims().has(Feature.PARAMETERS)
            || !isSmall(bag)
            || bag.vocabulary() < 2
        ? judgement
        : judgement.and(afterOneRow(bag, layer, driver));
  }

  /** Assigns one row that is looked up, if any is, the numbers of its neighbour. */
  private static Judgement afterOneRow(BagExample bag, DrivenLayer<BagInput> layer, Driver driver) {
    long[] rows = bag.input().indices().longs();
    int row = rows.length == 0 ? 0 : (int) rows[rows.length / 2];
    HostTensor other = Tensors.rows(bag.weight(), (row + 1) % bag.vocabulary());
    layer.assign("weight", row, other);
    BagExample changed = bag.withWeight(Tensors.withRow(bag.weight(), row, other));
    return output(
        "after assigning row " + row + ", ", changed, bag, layer.forward(bag.input()), driver);
  }

  static List<HostTensor> copies(BagInput input) {
    return tensorsOf(input).map(HostTensor::copy).toList();
  }

  private static Stream<HostTensor> tensorsOf(BagInput input) {
    return Stream.of(input.indices(), input.offsets(), input.perSampleWeights())
        .flatMap(Stream::ofNullable);
  }

  static Judgement areAsBefore(BagInput input, List<HostTensor> before) {
    List<HostTensor> now = tensorsOf(input).toList();
    Judgement judgement = new Judgement.NoEvidence("there is no tensor");
    for (int i = 0; i < before.size(); i++) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  "a tensor of the caller",
                  Names.element("after forward, a tensor of the caller"),
                  now.get(i),
                  before.get(i)));
    }
    return judgement;
  }

  /** Calls again with the same tensors, into which the caller has written another input. */
  static Judgement anew(BagExample bag, DrivenLayer<BagInput> layer, Driver driver) {
    BagExample later = BagInputs.other(bag);
    HostTensor output =
        BagInputs.during(bag.input(), later.input(), () -> layer.forward(bag.input()));
    return output("at a later call with the same tensors, ", later, later, output, driver);
  }

  static boolean isSmall(BagExample bag) {
    int rows = Math.max(bag.vocabulary(), Math.max(bag.positions(), bag.bags()));
    return (long) rows * bag.dimension() <= MOST_ELEMENTS;
  }

  /**
   * Judges the output of bags over the table that an example holds.
   *
   * @param earlier the bags with the table as it was before the forward
   */
  static Judgement output(
      String when, BagExample bag, BagExample earlier, HostTensor output, Driver driver) {
    return output(when, bag, earlier, exact(bag).forward(), output, driver);
  }

  private static Judgement output(
      String when,
      BagExample bag,
      BagExample earlier,
      ExactSums expected,
      HostTensor output,
      Driver driver) {
    if (!Arrays.equals(output.shape(), new long[] {bag.bags(), bag.dimension()})) {
      return Judgement.broken(
          when
              + "the output has shape "
              + Arrays.toString(output.shape())
              + ", expected "
              + Arrays.toString(new long[] {bag.bags(), bag.dimension()})
              + BagDiagnosis.ofShape(bag));
    }
    return judge(
        when + "the output",
        coordinates ->
            when + "bag " + coordinates[0] + " of the output, column " + coordinates[1] + ",",
        output,
        expected,
        bag,
        BagDiagnosis.ofOutput(bag, earlier, output),
        driver);
  }

  static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      ExactSums expected,
      BagExample bag,
      Explanation explanation,
      Driver driver) {
    DType dtype = bag.config().table().dtype();
    return SumJudge.judge(
        tensor,
        name,
        actual,
        Agreement.reference(expected.result()),
        expected.inAnyOrder(),
        // A term may be divided, rounded and then added in the element type.
        RealDataRules.ofOneType(dtype, driver.claims()),
        explanation);
  }
}

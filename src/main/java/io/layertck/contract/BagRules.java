package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.Explanation;
import io.layertck.judge.SumJudge;
import io.layertck.oracle.exact.BagMembers;
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
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    // A later call with the same tensor of indices, into which the caller has written others.
    BagExample later = reversed(bag);
    HostTensor anew =
        Overwritten.during(
            bag.input().indices(),
            later.input().indices(),
            () -> layer.forward(new BagInput(bag.input().indices(), bag.input().offsets(), null)));
    judgement =
        judgement
            .and(output("at a later call, ", later, later, anew, driver))
            .and(
                BitJudge.judge(
                    "an earlier result",
                    Names.element("after a later call, an earlier result"),
                    live.snapshot(),
                    output));
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement
            .and(again(example, expected, layer, driver))
            .and(
                isSmall(bag)
                    ? BagSpecialRules.classes(bag, driver)
                    : new Judgement.NoEvidence("large bags hold finite numbers"));
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

  private static List<HostTensor> copies(BagInput input) {
    return tensorsOf(input).map(HostTensor::copy).toList();
  }

  private static Stream<HostTensor> tensorsOf(BagInput input) {
    return Stream.of(input.indices(), input.offsets(), input.perSampleWeights())
        .flatMap(Stream::ofNullable);
  }

  private static Judgement areAsBefore(BagInput input, List<HostTensor> before) {
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

  private static BagExample reversed(BagExample bag) {
    HostTensor indices = bag.input().indices();
    long[] given = indices.longs();
    long[] reversed = new long[given.length];
    Arrays.setAll(reversed, i -> given[given.length - 1 - i]);
    return bag.withInput(
        Tensors.indicesLike(indices, reversed, indices.shape()), bag.input().offsets(), null);
  }

  static Judgement weighted(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    List<HostTensor> before = copies(bag.input());
    DrivenLayer<BagInput> layer = layer(bag, driver);
    if (!driver.claims().has(Feature.GRADIENT)) {
      return output("", bag, bag, layer.forward(bag.input()), driver)
          .and(areAsBefore(bag.input(), before));
    }
    HostTensor output;
    DrivenGradient ofWeights;
    try (DrivenPass pass = layer.record(bag.input())) {
      output = pass.output();
      ofWeights = pass.backward(example.upstream());
    }
    Gradients expected = Gradients.of(example);
    return output("", bag, bag, output, driver)
        .and(areAsBefore(bag.input(), before))
        .and(weightGradient("", example, bag, expected, ofWeights.dense(), driver))
        .and(gradient("", example, expected, layer.gradient("weight").dense(), driver))
        .and(sparsely(example, expected, driver));
  }

  static Judgement gradient(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    DrivenLayer<BagInput> layer = layer(bag, driver);
    Gradients expected = Gradients.of(example);
    Judgement judgement =
        Overwritten.explained(
            writtenOver(example, expected, layer, driver),
            () -> {
              DrivenLayer<BagInput> undisturbed = layer(bag, driver);
              undisturbed.backward(bag.input(), example.upstream());
              return gradient(
                  "", example, expected, undisturbed.gradient("weight").dense(), driver);
            });
    judgement = judgement.and(sparsely(example, expected, driver));
    return judgement instanceof Judgement.Broken || !isSmall(example.bag())
        ? judgement
        : judgement.and(laterGradient(example, layer, driver));
  }

  /** Judges a gradient whose caller writes into the indices and the upstream gradient it gave. */
  private static Judgement writtenOver(
      BagGradientExample example, Gradients expected, DrivenLayer<BagInput> layer, Driver driver) {
    BagInput input = example.bag().input();
    HostTensor indices = input.indices();
    HostTensor upstream = example.upstream();
    BagGradientExample kept =
        new BagGradientExample(
            example.bag().withInput(indices.copy(), input.offsets(), input.perSampleWeights()),
            upstream.copy());
    try (DrivenPass pass = layer.record(input)) {
      return Overwritten.during(
          indices,
          reversed(example.bag()).input().indices(),
          () -> {
            pass.backward(upstream);
            return Overwritten.withNaN(
                upstream,
                () -> gradient("", kept, expected, layer.gradient("weight").dense(), driver));
          });
    }
  }

  private static boolean isSmall(BagExample bag) {
    int rows = Math.max(bag.vocabulary(), Math.max(bag.positions(), bag.bags()));
    return (long) rows * bag.dimension() <= MOST_ELEMENTS;
  }

  /** What a layer was trained on must not show: the upstream gradient is another of one shape. */
  private static Judgement laterGradient(
      BagGradientExample example, DrivenLayer<BagInput> layer, Driver driver) {
    BagExample bag = example.bag();
    BagGradientExample later =
        new BagGradientExample(bag, Tensors.mapped(example.upstream(), value -> -value));
    layer.zeroGradients();
    if (driver.claims().has(Feature.PARAMETERS)) {
      layer.assign("weight", 0, bag.weight());
    }
    layer.backward(bag.input(), later.upstream());
    return gradient(
        "after a backward, a zeroing and an assignment of the same weight, ",
        later,
        layer.gradient("weight").dense(),
        driver);
  }

  /** Judges the same backward of a sparse layer where there is one; of a maximum there is none. */
  private static Judgement sparsely(BagGradientExample example, Gradients expected, Driver driver) {
    BagExample bag = example.bag();
    if (!driver.claims().has(Feature.SPARSE_GRADIENT)
        || bag.config().mode() == BagMode.MAX
        || !isSmall(bag)) {
      return new Judgement.NoEvidence("no sparse gradient is claimed, or of no such bag");
    }
    BagExample sparse = bag.withTable(bag.config().table().withSparse());
    DrivenLayer<BagInput> layer = layer(sparse, driver);
    DrivenGradient ofWeights = layer.backward(bag.input(), example.upstream());
    DrivenGradient gradient = layer.gradient("weight");
    LookupExample lookup =
        new LookupExample(sparse.config().table(), bag.weight(), bag.input().indices());
    Judgement form = SparseRows.form("the sparse gradient of a bag", gradient, lookup);
    if (form instanceof Judgement.Broken) {
      return form;
    }
    BagMembers members = exact(bag).members();
    long[] trained =
        IntStream.range(0, members.positions())
            .filter(position -> !members.isPadding(position))
            .mapToLong(members::row)
            .toArray();
    Judgement judgement =
        SparseRows.onlyOf("the sparse gradient of a bag", gradient, lookup, trained)
            .and(
                gradient(
                    "summed up, ", example, expected, SparseRows.dense(gradient, lookup), driver));
    return bag.input().perSampleWeights() == null
        ? judgement
        : judgement.and(
            weightGradient(
                "beside a sparse gradient, ", example, bag, expected, ofWeights.dense(), driver));
  }

  /**
   * The exact gradients of one backward.
   *
   * @param weight that of the table
   * @param perSampleWeights that of the per-sample weights, or none
   */
  private record Gradients(ExactSums weight, @Nullable ExactSums perSampleWeights) {
    static Gradients of(BagGradientExample example) {
      ExactBag exact = exact(example.bag());
      return new Gradients(
          exact.weightGradient(example.upstream()),
          example.bag().input().perSampleWeights() == null
              ? null
              : exact.perSampleWeightGradient(example.upstream()));
    }
  }

  /** Judges the dense gradient of the table that an example holds. */
  static Judgement gradient(
      String when, BagGradientExample example, HostTensor gradient, Driver driver) {
    return gradient(when, example, Gradients.of(example), gradient, driver);
  }

  private static Judgement gradient(
      String when,
      BagGradientExample example,
      Gradients expected,
      HostTensor gradient,
      Driver driver) {
    return judge(
        when + "the gradient",
        coordinates ->
            when + "row " + coordinates[0] + " of the gradient, column " + coordinates[1] + ",",
        gradient,
        expected.weight(),
        example.bag(),
        BagDiagnosis.ofGradient(example, gradient),
        driver);
  }

  /**
   * Judges the gradient of the per-sample weights.
   *
   * @param earlier the bag with the table as it was before the forward
   */
  static Judgement weightGradient(
      String when,
      BagGradientExample example,
      BagExample earlier,
      HostTensor gradient,
      Driver driver) {
    return weightGradient(when, example, earlier, Gradients.of(example), gradient, driver);
  }

  private static Judgement weightGradient(
      String when,
      BagGradientExample example,
      BagExample earlier,
      Gradients expected,
      HostTensor gradient,
      Driver driver) {
    return judge(
        when + "the gradient of the per-sample weights",
        Names.element(when + "the gradient of the per-sample weight at "),
        gradient,
        Objects.requireNonNull(expected.perSampleWeights()),
        example.bag(),
        BagDiagnosis.ofWeightGradient(example, earlier),
        driver);
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

  private static Judgement judge(
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

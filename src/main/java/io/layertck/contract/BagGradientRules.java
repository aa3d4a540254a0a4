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
import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactSums;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on the gradients of bags, of their tables and per-sample weights. */
final class BagGradientRules {
  /** Where there are no more positions, many forwards cost little. */
  private static final int FEW = 8;

  private BagGradientRules() {}

  static Judgement weighted(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    List<HostTensor> before = BagRules.copies(bag.input());
    DrivenLayer<BagInput> layer = BagRules.layer(bag, driver);
    Judgement judgement =
        BagRules.output("", bag, bag, layer.forward(bag.input()), driver)
            .and(BagRules.areAsBefore(bag.input(), before));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    judgement = judgement.and(BagRules.anew(bag, layer, driver));
    if (judgement instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)) {
      return judgement;
    }
    Gradients expected = Gradients.of(example);
    return judgement
        .and(
            Overwritten.explained(
                trained(example, expected, layer, driver, true),
                () -> trained(example, expected, BagRules.layer(bag, driver), driver, false)))
        .and(sparsely(example, expected, driver))
        .and(later(example, layer, driver))
        .and(
            BagRules.isSmall(bag)
                ? BagSpecialRules.weighted(bag, driver)
                : new Judgement.NoEvidence("large bags have finite weights"));
  }

  static Judgement gradient(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    DrivenLayer<BagInput> layer = BagRules.layer(bag, driver);
    Gradients expected = Gradients.of(example);
    Judgement judgement =
        Overwritten.explained(
            trained(example, expected, layer, driver, true),
            () -> trained(example, expected, BagRules.layer(bag, driver), driver, false));
    judgement = judgement.and(sparsely(example, expected, driver));
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(later(example, layer, driver));
  }

  private static Judgement later(
      BagGradientExample example, DrivenLayer<BagInput> layer, Driver driver) {
    return BagRules.isSmall(example.bag())
        ? laterGradient(example, layer, driver).and(firstOfMany(example, layer, driver))
        : new Judgement.NoEvidence("large bags are trained once");
  }

  /**
   * Judges the gradients of one backward.
   *
   * @param writes whether the caller writes into the tensors it gave
   */
  private static Judgement trained(
      BagGradientExample example,
      Gradients expected,
      DrivenLayer<BagInput> layer,
      Driver driver,
      boolean writes) {
    BagInput input = example.bag().input();
    HostTensor upstream = example.upstream();
    BagGradientExample kept =
        new BagGradientExample(BagInputs.copied(example.bag()), upstream.copy());
    try (DrivenPass pass = layer.record(input)) {
      return BagInputs.during(
          input,
          (writes ? BagInputs.other(example.bag()) : kept.bag()).input(),
          () -> {
            DrivenGradient ofWeights = pass.backward(upstream);
            return Overwritten.during(
                upstream,
                writes ? Overwritten.noNumbers(upstream) : kept.upstream(),
                () -> judged("", kept, expected, layer, ofWeights, driver));
          });
    }
  }

  private static Judgement judged(
      String when,
      BagGradientExample example,
      Gradients expected,
      DrivenLayer<BagInput> layer,
      DrivenGradient ofWeights,
      Driver driver) {
    Judgement judgement =
        gradient(when, example, expected, layer.gradient("weight").dense(), driver);
    return example.bag().input().perSampleWeights() == null
        ? judgement
        : weightGradient(when, example, example.bag(), expected, ofWeights.dense(), driver)
            .and(judgement);
  }

  /**
   * What a layer was trained on must not show, nor what it is asked between forward and backward:
   * the upstream gradient is another of one shape.
   */
  private static Judgement laterGradient(
      BagGradientExample example, DrivenLayer<BagInput> layer, Driver driver) {
    BagExample bag = example.bag();
    BagGradientExample later =
        new BagGradientExample(bag, Tensors.mapped(example.upstream(), value -> -value));
    LiveTensor earlier =
        bag.input().perSampleWeights() == null
            ? null
            : layer.backwardLive(bag.input(), example.upstream());
    HostTensor before = earlier == null ? null : earlier.snapshot();
    layer.zeroGradients();
    if (driver.claims().has(Feature.PARAMETERS)) {
      layer.assign("weight", 0, bag.weight());
    }
    DrivenGradient ofWeights;
    try (DrivenPass pass = layer.record(bag.input())) {
      layer.forward(BagInputs.other(bag).input());
      ofWeights = pass.backward(later.upstream());
    }
    Judgement judgement =
        judged(
            "after a backward, a zeroing, an assignment of the same weight and another forward, ",
            later,
            Gradients.of(later),
            layer,
            ofWeights,
            driver);
    return earlier == null || before == null
        ? judgement
        : judgement.and(
            BitJudge.judge(
                "an earlier gradient of per-sample weights",
                Names.element("after a later backward, an earlier gradient of per-sample weights"),
                earlier.snapshot(),
                before));
  }

  /** Runs backward on the oldest of many forwards that wait for theirs. */
  private static Judgement firstOfMany(
      BagGradientExample example, DrivenLayer<BagInput> layer, Driver driver) {
    BagExample bag = example.bag();
    if (!driver.claims().has(Feature.OVERLAPPING_PASSES) || bag.positions() > FEW) {
      return new Judgement.NoEvidence("one pass at a time, or many positions");
    }
    layer.zeroGradients();
    DrivenGradient ofWeights =
        WaitingForwards.backwardOfTheFirst(
            layer, bag.input(), BagInputs.other(bag).input(), example.upstream());
    return judged(
        WaitingForwards.FIRST + ", ", example, Gradients.of(example), layer, ofWeights, driver);
  }

  /** Judges the same backward of a sparse layer where there is one; of a maximum there is none. */
  private static Judgement sparsely(BagGradientExample example, Gradients expected, Driver driver) {
    BagExample bag = example.bag();
    if (!driver.claims().has(Feature.SPARSE_GRADIENT)
        || bag.config().mode() == BagMode.MAX
        || !BagRules.isSmall(bag)) {
      return new Judgement.NoEvidence("no sparse gradient is claimed, or of no such bag");
    }
    BagExample sparse = bag.withTable(bag.config().table().withSparse());
    DrivenLayer<BagInput> layer = BagRules.layer(sparse, driver);
    DrivenGradient ofWeights = layer.backward(bag.input(), example.upstream());
    DrivenGradient gradient = layer.gradient("weight");
    LookupExample lookup =
        new LookupExample(sparse.config().table(), bag.weight(), bag.input().indices());
    Judgement form = SparseRows.form("the sparse gradient of a bag", gradient, lookup);
    if (form instanceof Judgement.Broken) {
      return form;
    }
    BagMembers members = BagRules.exact(bag).members();
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
    if (bag.input().perSampleWeights() != null) {
      judgement =
          judgement.and(
              weightGradient(
                  "beside a sparse gradient, ", example, bag, expected, ofWeights.dense(), driver));
    }
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(twice(example, lookup, layer, driver));
  }

  /** Adds a second sparse gradient, which a half type may refuse. */
  private static Judgement twice(
      BagGradientExample example,
      LookupExample lookup,
      DrivenLayer<BagInput> layer,
      Driver driver) {
    if (!driver.claims().has(Feature.ACCUMULATION)
        || !SparseGradientRules.isAdded(layer, example.bag().input(), example.upstream(), driver)) {
      return new Judgement.NoEvidence("sparse gradients are not added");
    }
    String what = "the sparse gradient of a bag after two backwards";
    DrivenGradient gradient = layer.gradient("weight");
    Judgement form = SparseRows.form(what, gradient, lookup);
    BagGradientExample both =
        new BagGradientExample(
            example.bag(), Tensors.mapped(example.upstream(), value -> 2 * value));
    return form instanceof Judgement.Broken
        ? form
        : gradient("after two backwards, ", both, SparseRows.dense(gradient, lookup), driver);
  }

  /**
   * The exact gradients of one backward.
   *
   * @param weight that of the table
   * @param perSampleWeights that of the per-sample weights, or none
   */
  private record Gradients(ExactSums weight, @Nullable ExactSums perSampleWeights) {
    static Gradients of(BagGradientExample example) {
      ExactBag exact = BagRules.exact(example.bag());
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
    return BagRules.judge(
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
    return BagRules.judge(
        when + "the gradient of the per-sample weights",
        Names.element(when + "the gradient of the per-sample weight at "),
        gradient,
        Objects.requireNonNull(expected.perSampleWeights()),
        example.bag(),
        BagDiagnosis.ofWeightGradient(example, earlier),
        driver);
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.BadBagExample;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagFlaw;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The bodies of the rules on refused bags. */
final class BagRefusalRules {
  private BagRefusalRules() {}

  static Judgement refused(BadBagExample example, Driver driver) {
    BagExample valid = example.valid();
    BagInput bad = example.bad().input();
    DrivenLayer<BagInput> layer = BagRules.layer(valid, driver);
    Judgement judgement =
        RefusalRules.refusedForward(
            driver,
            what(example),
            example.flaw().kinds(),
            layer,
            bad,
            output -> "returned " + output);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    return judgement.and(unchanged(valid, layer, driver)).and(indicesWithoutABag(valid, driver));
  }

  /** Tries a bad index in a bag, in one mode after the other from example to example. */
  static Judgement badIndex(LookupExample example, Driver driver) {
    if (!driver.claims().has(Feature.BAG) || example.vocabulary() == 0) {
      return new Judgement.NoEvidence("no bag is claimed, or no index is valid");
    }
    HostTensor indices = example.indices();
    long[] rows = indices.longs();
    boolean negative = Arrays.stream(rows).anyMatch(row -> row < 0);
    BagMode mode = BagRules.modeInTurn(rows.length);
    BagExample bad =
        new BagExample(
            new BagConfig(example.config(), mode, false),
            example.weight(),
            new BagInput(indices.reshape(rows.length), HostTensor.zeros(indices.dtype(), 1), null));
    HostTensor good = Tensors.indicesLike(indices, new long[] {0, example.vocabulary() - 1L, 0}, 3);
    return refused(
        new BadBagExample(
            bad.withInput(good, HostTensor.zeros(indices.dtype(), 1), null),
            bad,
            negative ? BagFlaw.NEGATIVE_INDEX : BagFlaw.INDEX_PAST_THE_VOCABULARY),
        driver);
  }

  private static Judgement unchanged(BagExample valid, DrivenLayer<BagInput> layer, Driver driver) {
    Judgement judgement =
        BagRules.output(
            "after a refused bag, ", valid, valid, layer.forward(valid.input()), driver);
    if (driver.claims().has(Feature.PARAMETERS)) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  "the weight",
                  Names.element("after a refused bag, the weight"),
                  layer.parameter("weight"),
                  valid.weight()));
    }
    return driver.claims().has(Feature.GRADIENT)
        ? judgement.and(gradientUnchanged(valid, layer, driver))
        : judgement;
  }

  /** What was refused before the first backward adds nothing to what the backward gives. */
  private static Judgement gradientUnchanged(
      BagExample valid, DrivenLayer<BagInput> layer, Driver driver) {
    HostTensor ones = Tensors.filled(valid.weight().dtype(), 1, valid.bags(), valid.dimension());
    layer.backward(valid.input(), ones);
    return BagGradientRules.gradient(
        "after a refused bag, ",
        new BagGradientExample(valid, ones),
        layer.gradient("weight").dense(),
        driver);
  }

  /**
   * Asked of sums in the shorter types without padding only: with a bag for none of its indices
   * PyTorch ends the process in float64, beside a padding index, under a mean and under a maximum.
   */
  private static Judgement indicesWithoutABag(BagExample valid, Driver driver) {
    if (valid.config().mode() != BagMode.SUM
        || valid.weight().dtype() == DType.FLOAT64
        || valid.config().table().paddingIdx() != null) {
      return Judgement.kept(1);
    }
    BagExample each =
        new BagExample(
            new BagConfig(valid.config().table(), BagMode.SUM, false),
            valid.weight(),
            valid.input());
    HostTensor indices = valid.input().indices();
    DrivenLayer<BagInput> layer = BagRules.layer(each, driver);
    HostTensor zeros = HostTensor.zeros(indices.dtype(), 1);
    LiveTensor live = layer.forwardLive(new BagInput(indices, zeros, null));
    HostTensor earlier = live.snapshot();
    HostTensor[] output = new HostTensor[1];
    HostTensor noOffsets = HostTensor.zeros(indices.dtype(), 0);
    Optional<SubjectThrew> refusal =
        driver.refusalOf(() -> output[0] = layer.forward(new BagInput(indices, noOffsets, null)));
    String what = indices.size() + " indices and no offset";
    if (refusal.isPresent() && !refusal.get().isRefusal()) {
      return Judgement.broken(
          what + " were not refused by an exception: " + refusal.get().getMessage());
    }
    if (refusal.isEmpty() && !Arrays.equals(output[0].shape(), new long[] {0, valid.dimension()})) {
      return Judgement.broken(
          what + " make no bag, but forward returned " + RefusalRules.shown(output[0]));
    }
    return BitJudge.judge(
        "an earlier result",
        Names.element("after " + what + ", an earlier result"),
        live.snapshot(),
        earlier);
  }

  private static String what(BadBagExample example) {
    BagInput input = example.bad().input();
    HostTensor offsets = input.offsets();
    String mode = example.bad().config().mode().name().toLowerCase(Locale.ROOT);
    return switch (example.flaw()) {
      case FIRST_OFFSET_NOT_ZERO,
          OFFSET_PAST_THE_END,
          DECREASING_OFFSET,
          END_BEFORE_THE_END,
          NO_END ->
          "offsets " + offsets + " for " + input.indices().size() + " indices";
      case OFFSETS_WITH_MATRIX, NO_OFFSETS, INDICES_OF_RANK_THREE ->
          "indices of "
              + RefusalRules.shown(input.indices())
              + (offsets == null ? " without offsets" : " with offsets");
      case OFFSETS_OF_RANK_TWO, FLOATING_OFFSETS ->
          "offsets of " + RefusalRules.shown(Objects.requireNonNull(offsets));
      case FLOATING_INDICES -> "indices of " + RefusalRules.shown(input.indices());
      case INDEX_PAST_THE_VOCABULARY, NEGATIVE_INDEX -> badIndex(example);
      case WEIGHTS_WITH_MEAN, WEIGHTS_WITH_MAX -> "per-sample weights with mode " + mode;
      case TOO_FEW_WEIGHTS, ONE_WEIGHT, WEIGHTS_OF_ANOTHER_RANK, WEIGHTS_OF_ANOTHER_TYPE ->
          "per-sample weights of "
              + RefusalRules.shown(Objects.requireNonNull(input.perSampleWeights()))
              + " for indices of "
              + RefusalRules.shown(input.indices())
              + " and a table of "
              + example.bad().weight().dtype();
    };
  }

  private static String badIndex(BadBagExample example) {
    long[] indices = example.bad().input().indices().longs();
    int vocabulary = example.bad().vocabulary();
    int place = 0;
    while (indices[place] >= 0 && indices[place] < vocabulary) {
      place++;
    }
    return "in a bag, index "
        + indices[place]
        + " at position "
        + place
        + " with V = "
        + vocabulary;
  }
}

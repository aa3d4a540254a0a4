package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.PaddedLookupCases;
import io.layertck.generate.PaddedTableCases;
import io.layertck.generate.PaddedTableExample;
import io.layertck.generate.PaddingCases;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules PAD: the row that no lookup trains. */
public interface PaddingContract extends Contract {
  /** Zero when the layer initialises it, and only then. */
  @Property(tries = 300)
  @Rule(
      id = "PAD-01",
      features = {Feature.PADDING, Feature.PARAMETERS},
      statement =
          "The padding row is zero after the layer's default initialisation and after its own"
              + " re-initialisation, those of a bag, a tied embedding and a sparse one too, and"
              + " no other row is; negative indices count from the end. A row that was given,"
              + " assigned, loaded or filled by an init function stays what it is. Without a"
              + " padding index no row is special.",
      source =
          "PyTorch nn.Embedding: padding_idx, from_pretrained, reset_parameters;"
              + " facebookresearch/fairseq#4076")
  default void pad01_thePaddingRowIsZeroAfterInitialisationOnly(
      @ForAll(supplier = PaddedTableCases.class) Case<PaddedTableExample> drawn) {
    judge(drawn, PaddingRules::initialRow);
  }

  /** Looked up like any other. */
  @Property(tries = 500)
  @Rule(
      id = "PAD-02",
      features = Feature.PADDING,
      statement =
          "Forward returns the padding row's actual values bit for bit, whatever they are: it is"
              + " neither zeroed nor masked.",
      source =
          "PyTorch nn.Embedding: padding_idx; PaddlePaddle/Paddle#62301, pytorch/pytorch#47184")
  default void pad02_thePaddingRowIsLookedUpAsItIs(
      @ForAll(supplier = PaddedLookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, PaddingRules::lookup);
  }

  /** Never trained. */
  @Property(tries = 500)
  @Rule(
      id = "PAD-03",
      features = {Feature.PADDING, Feature.GRADIENT},
      statement =
          "The gradient of the padding row is exactly +0, however many positions hold it and"
              + " whatever comes from upstream, NaN and infinity included; a sparse gradient"
              + " leaves the row out.",
      source =
          "PyTorch nn.Embedding: padding_idx; pytorch/pytorch#28716, PaddlePaddle/Paddle#15679,"
              + " pytorch/pytorch#3506")
  default void pad03_thePaddingRowHasNoGradient(
      @ForAll(supplier = PaddingCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, PaddingRules::paddingGradient);
  }

  /** Nothing else is lost. */
  @Property(tries = 500)
  @Rule(
      id = "PAD-04",
      features = {Feature.PADDING, Feature.GRADIENT},
      statement =
          "Padding changes the gradient of no other row: each is the sum over all of its own"
              + " positions.",
      source = "PyTorch nn.Embedding: padding_idx; microsoft/onnxruntime#2300")
  default void pad04_otherRowsAreTrainedAsWithoutPadding(
      @ForAll(supplier = PaddingCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, PaddingRules::otherGradients);
  }

  /** Nothing to train. */
  @Property(tries = 200)
  @Rule(
      id = "PAD-05",
      features = {Feature.PADDING, Feature.GRADIENT},
      statement =
          "Where every position is padding the gradient is zero and of shape [V, D]; a sparse one"
              + " has no rows, and values of shape [0, D].",
      source = "PyTorch nn.Embedding: padding_idx; pytorch/pytorch#82486")
  default void pad05_allPositionsPaddedGiveAZeroGradient(
      @ForAll(supplier = PaddingCases.AllPadded.class) Case<LookupGradientExample> drawn) {
    judge(drawn, PaddingRules::allPadded);
  }

  /** Beside other options. */
  @Property(tries = 300)
  @Rule(
      id = "PAD-06",
      features = {Feature.PADDING, Feature.GRADIENT},
      statement =
          "Padding holds beside the other options that are claimed: gradients scaled by"
              + " frequency leave the row out, max_norm renormalises it like any other, beside a"
              + " sparse gradient that does not list it too, a bag neither takes it along nor"
              + " trains it, and the head of a tied weight still trains it.",
      source = "PyTorch nn.Embedding: padding_idx; google/torchax#11")
  default void pad06_paddingHoldsBesideOtherOptions(
      @ForAll(supplier = PaddingCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, PaddingCombinationRules::everyOption);
  }
}

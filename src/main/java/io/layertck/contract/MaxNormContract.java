package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupExample;
import io.layertck.generate.MaxNormCases;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules NRM: rows that a lookup renormalises. */
public interface MaxNormContract extends Contract {
  /** Past the largest norm. */
  @Property(tries = 300)
  @Rule(
      id = "NRM-01",
      features = Feature.MAX_NORM,
      statement =
          "Each looked-up row whose norm is past max_norm becomes row * max_norm / (norm +"
              + " 1e-7), within ((D+8)/p + 8) u, before the lookup, which shows it; so it does"
              + " in a recorded forward, and so it is by PyTorch's exported model.",
      source = "PyTorch embedding_renorm_; pytorch/pytorch#1057")
  default void nrm01_aRowPastTheLargestNormIsRenormalisedBeforeItIsLookedUp(
      @ForAll(supplier = MaxNormCases.class) Case<LookupExample> drawn) {
    judge(drawn, MaxNormRules::renormalised);
  }

  /** Everything else. */
  @Property(tries = 300)
  @Rule(
      id = "NRM-02",
      features = Feature.MAX_NORM,
      statement =
          "Rows not looked up, rows clearly under max_norm or exactly at it, rows of zeros and rows"
              + " with a NaN are untouched, bit for bit.",
      source = "PyTorch embedding_renorm_")
  default void nrm02_otherRowsAreUntouched(
      @ForAll(supplier = MaxNormCases.class) Case<LookupExample> drawn) {
    judge(drawn, MaxNormRules::untouched);
  }

  /** Once. */
  @Property(tries = 200)
  @Rule(
      id = "NRM-03",
      features = Feature.MAX_NORM,
      statement =
          "However often and in whatever order a call names a row, the row is renormalised once;"
              + " the caller's indices stay as they are, and the output is in their order.",
      source = "PyTorch embedding_renorm_; pytorch/pytorch#28546, pytorch/pytorch#2414")
  default void nrm03_aRowIsRenormalisedOncePerCall(
      @ForAll(supplier = MaxNormCases.Repeated.class) Case<LookupExample> drawn) {
    judge(drawn, MaxNormRules::oncePerCall);
  }

  /** Every order. */
  @Property(tries = 150)
  @Rule(
      id = "NRM-04",
      features = Feature.MAX_NORM,
      statement =
          "norm_type may be 1/2, 1, 2, 3 or infinity, and the norm is that of a row, not of a"
              + " column; the renormalised row stays in the table, and no gradient goes through"
              + " the scaling, nor is one lost by it. It is the same beside scaling by frequency"
              + " and in a tied pair.",
      source = "PyTorch nn.Embedding: norm_type; keras-team/keras#1580")
  default void nrm04_everyOrderOfTheNormIsThatOfARow(
      @ForAll(supplier = MaxNormCases.class) Case<LookupExample> drawn) {
    judge(drawn, MaxNormRules::everyOrder);
  }

  /** Again. */
  @Property(tries = 200)
  @Rule(
      id = "NRM-05",
      features = Feature.MAX_NORM,
      statement =
          "Rows that are assigned anew are renormalised anew; a second identical call leaves the"
              + " table within 1e-7/max_norm and a few roundings of what the first one left.",
      source = "PyTorch embedding_renorm_")
  default void nrm05_aSecondCallChangesNextToNothing(
      @ForAll(supplier = MaxNormCases.class) Case<LookupExample> drawn) {
    judge(drawn, MaxNormRules::again);
  }
}

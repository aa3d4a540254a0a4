package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupGradientCases;
import io.layertck.generate.LookupGradientExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules EGR: the gradient of an embedding. */
public interface EmbeddingGradientContract extends Contract {
  /** Untouched rows. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-01",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "The weight gradient has shape [V, D] and is exactly +0 in every row that was not"
              + " looked up.",
      source = "PyTorch nn.Embedding; PaddlePaddle/Paddle#31834")
  default void egr01_rowsNotLookedUpHaveAGradientOfPlusZero(
      @ForAll(supplier = LookupGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::untouchedRows);
  }

  /** Duplicates accumulate. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-02",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "The gradient of row i is the sum of the upstream gradient over all positions of"
              + " i: sorted, reversed, unsorted, all equal, more indices than V, and thousands of"
              + " occurrences.",
      source = "PyTorch nn.Embedding; tenstorrent/tt-metal#6232, pytorch/pytorch#28716")
  default void egr02_everyOccurrenceOfAnIndexIsAdded(
      @ForAll(supplier = LookupGradientCases.ManyOccurrences.class)
          Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::sums);
  }

  /** The adjoint identity. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-04",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement = "For any table W, <lookup(W, indices), G> = <W, dW(indices, G)>.",
      source = "The definition of a gradient of a linear map")
  default void egr04_theGradientIsTheAdjointOfTheLookup(
      @ForAll(supplier = LookupGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::adjoint);
  }

  /** Independent of the weight. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-05",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "The gradient does not depend on the weight's values, NaN included, nor on the rows of"
              + " earlier calls, nor on what the caller writes into its tensors after the call they"
              + " went into.",
      source = "PyTorch nn.Embedding: lookup is linear in the weight")
  default void egr05_theGradientDoesNotDependOnTheWeight(
      @ForAll(supplier = LookupGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::independence);
  }

  /** Accumulation. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-06",
      features = {Feature.LOOKUP, Feature.ACCUMULATION},
      statement =
          "Before the first backward a gradient is absent or zero. A second backward without"
              + " zeroing adds, of the same rows, of others or of none, and after zeroing,"
              + " between a forward and its backward too, the gradient starts from zero. Where"
              + " passes may overlap, the first of many forwards keeps its own indices.",
      source =
          "PyTorch torch.Tensor.backward: accumulates; torch/cunn#212, tenstorrent/tt-"
              + "mlir#8475")
  default void egr06_gradientsAddUpUntilTheyAreZeroed(
      @ForAll(supplier = LookupGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::accumulation);
  }

  /** Strides are only a layout. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-07",
      features = {Feature.LOOKUP, Feature.GRADIENT, Feature.STRIDED},
      statement =
          "The upstream gradient may be a transposed, stepped, sliced, offset or expanded"
              + " view.",
      source = "PyTorch Tensor Views; pytorch/pytorch#183986")
  default void egr07_aStridedUpstreamGradientGivesWhatItsCopyGives(
      @ForAll(supplier = LookupGradientCases.Strided.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::stridedUpstream);
  }

  /** Shapes. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-08",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "Indices without elements give a zero gradient of the right shape, a rank-0 index"
              + " trains its one row, and V = N is no special case.",
      source =
          "PyTorch nn.Embedding; pytorch/pytorch#82809, tinygrad/tinygrad#3048, tracel-"
              + "ai/burn#4063")
  default void egr08_everyShapeOfIndicesTrains(
      @ForAll(supplier = LookupGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::shapes);
  }

  /** NaN and infinity. */
  @Property(tries = 1000)
  @Rule(
      id = "EGR-09",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "NaN and infinity in the upstream gradient reach exactly the entries of their own"
              + " row and column.",
      source = "IEEE 754-2019; apache/mxnet#11314")
  default void egr09_specialNumbersStayInTheirRowAndColumn(
      @ForAll(supplier = LookupGradientCases.Special.class) Case<LookupGradientExample> drawn) {
    judge(drawn, LookupGradientRules::specials);
  }

  /** Precision. */
  @Property(tries = 500)
  @Rule(
      id = "EGR-03",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "On real data every element of the gradient is within the componentwise error"
              + " bound of a sum in any order.",
      source = "Jeannerod and Rump, SIAM J. Matrix Anal. Appl. 34 (2013)")
  default void egr03_realDataStaysWithinTheErrorBound(
      @ForAll(supplier = LookupGradientCases.Real.class) Case<LookupGradientExample> drawn) {
    judge(drawn, RealDataRules::embeddingGradient);
  }

  /** The exported model. */
  @Property(tries = 300)
  @Rule(
      id = "EGR-10",
      features = {Feature.LOOKUP, Feature.GRADIENT},
      statement =
          "The gradient agrees with PyTorch's exported backward run by ONNX Runtime on one"
              + " thread, within the sum of both error bounds; where they differ, exact"
              + " arithmetic names the outlier.",
      source = "PyTorch 2.13 embedding_dense_backward, exported")
  default void egr10_theGradientAgreesWithTheExportedBackward(
      @ForAll(supplier = LookupGradientCases.RealAndIntegers.class)
          Case<LookupGradientExample> drawn) {
    judge(drawn, ModelRules::lookupGradient);
  }
}

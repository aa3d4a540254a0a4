package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LinearCases;
import io.layertck.generate.LinearEdgeCases;
import io.layertck.generate.LinearExample;
import io.layertck.rule.Level;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;

/** The rules LIN: what a linear layer returns. */
public interface LinearForwardContract extends Contract {
  /** Only the last extent changes. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-01",
      features = Feature.LINEAR,
      statement =
          "The output has shape input.shape[:-1] + [O], for ranks 1 to 4, without rows, for"
              + " O = 0, and for I = 0, where it is the bias or zeros.",
      source = "PyTorch nn.Linear, Shape")
  default void lin01_theOutputHasTheShapeOfTheInputButForTheLastExtent(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::shape);
  }

  /** Structure: transpose, bias, tails. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-02",
      features = Feature.LINEAR,
      statement = "y = x W^T + b, exactly where every sum of terms is exact in any order.",
      source = "PyTorch nn.Linear: y = xA^T + b")
  default void lin02_theOutputIsInputTimesWeightTransposedPlusBias(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::integers);
  }

  /** Homogeneity. */
  @Property(tries = 500)
  @Rule(
      id = "LIN-04",
      features = Feature.LINEAR,
      statement =
          "Without bias, an input times a power of two gives the output times that power,"
              + " exactly on integers; on other data bit for bit where the kernel allows"
              + " (advisory).",
      source = "IEEE 754: scaling by a power of two is exact")
  default void lin04_scalingTheInputScalesTheOutput(
      @ForAll(supplier = LinearCases.IntegersAndGaussian.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::homogeneity);
  }

  /** NaN and infinity propagate. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-05",
      features = Feature.LINEAR,
      statement =
          "Every output is NaN, infinite or finite as IEEE arithmetic has it: NaN propagates,"
              + " 0 * Inf and Inf - Inf are NaN, a zero input never skips a weight, and sums of one"
              + " sign past the largest number are infinite.",
      source = "IEEE 754-2019, 6 and 7.2; PyTorch nn.Linear")
  default void lin05_everyOutputHasTheClassOfIeeeArithmetic(
      @ForAll(supplier = LinearCases.Special.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::classes);
  }

  /** Identity and one-hot. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-06",
      features = Feature.LINEAR,
      statement =
          "An identity weight passes finite inputs through and a one-hot input selects a column"
              + " of the weight, equal as numbers; without an input the bias is all there is.",
      source = "PyTorch nn.Linear: y = xA^T + b")
  default void lin06_identityPassesAndOneHotSelects(
      @ForAll(supplier = LinearCases.Finite.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::identityAndOneHot);
  }

  /** Leading dimensions are only rows. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-07",
      features = Feature.LINEAR,
      statement = "The output of a reshaped input is the reshaped output, row by row.",
      source = "PyTorch nn.Linear, Shape: any number of leading dimensions")
  default void lin07_rankIsOnlyReshape(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::ranks);
  }

  /** No row reaches another. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-08",
      features = Feature.LINEAR,
      statement =
          "What one input row holds, NaN and infinity included, does not change another"
              + " output row; on other than exact data bit for bit where the kernel allows"
              + " (advisory).",
      source = "PyTorch nn.Linear: y = xA^T + b")
  default void lin08_rowsAreIndependent(
      @ForAll(supplier = LinearCases.IntegersAndGaussian.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::independentRows);
  }

  /** The bias, once. */
  @Property(tries = 500)
  @Rule(
      id = "LIN-09",
      features = Feature.LINEAR,
      statement =
          "The bias is added exactly once to every row, no bias behaves as a bias of zeros,"
              + " and a layer without bias refuses to be given one.",
      source = "PyTorch nn.Linear: bias; tenstorrent/tt-metal#5237, flagos-ai/FlagGems#553")
  default void lin09_theBiasIsAddedOnceToEveryRow(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::bias);
  }

  /** Strides are only a layout. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-10",
      features = {Feature.LINEAR, Feature.STRIDED},
      statement =
          "Transposed, stepped, sliced, offset and expanded inputs and weights give what"
              + " their contiguous copies give.",
      source = "PyTorch Tensor Views; pytorch/pytorch#162779, NVIDIA/TransformerEngine#1017")
  default void lin10_stridedViewsGiveWhatTheirCopiesGive(
      @ForAll(supplier = LinearCases.Strided.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::layouts);
  }

  /** Purity, values, freshness. */
  @Property(tries = 500)
  @Rule(
      id = "LIN-11",
      features = Feature.LINEAR,
      statement =
          "Forward changes nothing and reads the caller's input anew at every call, results share"
              + " no memory, and after weight or bias were assigned, whole, one row or some rows"
              + " together, the next forward sees it, and no other layer of equal parameters"
              + " does.",
      source = "PyTorch nn.Linear; sgl-project/sglang#30247 (review)")
  default void lin11_forwardIsPureAndSeesTheCurrentParameters(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearStateRules::valuesAndFreshness);
  }

  /** The exported model. */
  @Property(tries = 300)
  @Rule(
      id = "LIN-12",
      features = Feature.LINEAR,
      statement =
          "The output agrees with that of nn.Linear exported from PyTorch and run by ONNX"
              + " Runtime, within the sum of both error bounds; where they differ, exact"
              + " arithmetic names the outlier.",
      source = "PyTorch 2.13 torch.nn.functional.linear, exported")
  default void lin12_theOutputAgreesWithTheExportedModel(
      @ForAll(supplier = LinearCases.RealAndIntegers.class) Case<LinearExample> drawn) {
    judge(drawn, ModelRules::linear);
  }

  /** Every size edge. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  @Rule(
      id = "LIN-13",
      features = Feature.LINEAR,
      statement =
          "y = x W^T + b exactly at the sizes next to vector widths, tiles and 16-bit"
              + " counters, with and without bias.",
      source =
          "PyTorch nn.Linear; ml-explore/mlx#4250, microsoft/onnxruntime#28394,"
              + " pytorch/pytorch#189495")
  default void lin13_everySizeEdgeIsRight(
      @ForAll(supplier = LinearEdgeCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRules::integers);
  }

  /** No beta = 0 read. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-14",
      features = Feature.LINEAR,
      statement = "The output does not depend on what its memory held before, NaN included.",
      source = "pytorch/pytorch#96037")
  default void lin14_theOutputDoesNotDependOnWhatItsMemoryHeld(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearStateRules::outputMemory);
  }

  /** Repeatability. */
  @Property(tries = 1000)
  @Rule(
      id = "LIN-15",
      level = Level.SHOULD,
      features = Feature.LINEAR,
      statement = "The same call twice on the same buffers gives the same bits.",
      source = "PyTorch, Reproducibility")
  default void lin15_theSameCallGivesTheSameBits(
      @ForAll(supplier = LinearCases.Gaussian.class) Case<LinearExample> drawn) {
    judge(drawn, LinearStateRules::repeatability);
  }

  /** Precision. */
  @Property(tries = RealDataRules.TRIES)
  @Rule(
      id = "LIN-03",
      statistical = true,
      features = Feature.LINEAR,
      statement =
          "On Gaussian, wide-range, cancelling and positive data every output is within the"
              + " componentwise error bound of any summation order, and all errors together pass"
              + " the variance and bias gates.",
      source = "Jeannerod and Rump, SIAM J. Matrix Anal. Appl. 34 (2013); Arm TOSA conformance")
  default void lin03_realDataStaysWithinTheErrorBound(
      @ForAll(supplier = LinearCases.Real.class) Case<LinearExample> drawn) {
    judge(drawn, RealDataRules::forward);
  }
}

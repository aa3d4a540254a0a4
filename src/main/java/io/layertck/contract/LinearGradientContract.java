package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LinearGradientCases;
import io.layertck.generate.LinearGradientExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules LGR: the gradients of a linear layer. */
public interface LinearGradientContract extends Contract {
  /** Shapes. */
  @Property(tries = 1000)
  @Rule(
      id = "LGR-01",
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement =
          "The gradients have the shapes of input, weight and bias for ranks 1 to 4, and"
              + " without rows the parameters' gradients are zeros.",
      source = "PyTorch nn.Linear; pytorch/pytorch#27619")
  default void lgr01_everyGradientHasTheShapeOfItsTensor(
      @ForAll(supplier = LinearGradientCases.class) Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::shapes);
  }

  /** Structure. */
  @Property(tries = 1000)
  @Rule(
      id = "LGR-02",
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement =
          "dx = G W, dW = G^T x and db = the sum of G over all leading dimensions, exactly"
              + " on integers, whatever the caller writes into its tensors after the call they went"
              + " into.",
      source = "PyTorch nn.Linear; apache/tvm#5695")
  default void lgr02_gradientsAreTheProductsOfCalculus(
      @ForAll(supplier = LinearGradientCases.WithLargeSizes.class)
          Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::products);
  }

  /** The adjoint identities. */
  @Property(tries = 1000)
  @Rule(
      id = "LGR-04",
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement = "<x W^T, G> = <x, dx> = <W, dW>.",
      source = "The definition of a gradient of a bilinear map")
  default void lgr04_backwardIsTheAdjointOfForward(
      @ForAll(supplier = LinearGradientCases.class) Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::adjoint);
  }

  /** Accumulation. */
  @Property(tries = 500)
  @Rule(
      id = "LGR-05",
      features = {Feature.LINEAR, Feature.ACCUMULATION},
      statement =
          "Before the first backward gradients are absent or zero. A second backward without"
              + " zeroing adds to the gradients of weight and bias, not to that of the input, one"
              + " without rows adds nothing, and after zeroing, between a forward and its"
              + " backward too, they start from zero. An input gradient stays what it is. Where"
              + " passes may overlap, the first of many forwards keeps its own input.",
      source = "PyTorch torch.Tensor.backward: accumulates")
  default void lgr05_gradientsAddUpUntilTheyAreZeroed(
      @ForAll(supplier = LinearGradientCases.class) Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::accumulation);
  }

  /** Strides are only a layout. */
  @Property(tries = 600)
  @Rule(
      id = "LGR-06",
      features = {Feature.LINEAR, Feature.GRADIENT, Feature.STRIDED},
      statement =
          "Input, weight and upstream gradient may be transposed, stepped, sliced, offset"
              + " or expanded views.",
      source = "PyTorch Tensor Views; pytorch/pytorch#189565, tracel-ai/burn#5304")
  default void lgr06_stridedViewsGiveWhatTheirCopiesGive(
      @ForAll(supplier = LinearGradientCases.Strided.class) Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::layouts);
  }

  /** The exported model. */
  @Property(tries = 300)
  @Rule(
      id = "LGR-07",
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement =
          "The gradients agree with PyTorch's exported backward run by ONNX Runtime, within"
              + " the sum of both error bounds; where they differ, exact arithmetic names the"
              + " outlier.",
      source = "PyTorch 2.13 torch.nn.functional.linear, its backward exported")
  default void lgr07_theGradientsAgreeWithTheExportedBackward(
      @ForAll(supplier = LinearGradientCases.RealAndIntegers.class)
          Case<LinearGradientExample> drawn) {
    judge(drawn, ModelRules::linearGradients);
  }

  /** NaN and infinity. */
  @Property(tries = 1000)
  @Rule(
      id = "LGR-08",
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement =
          "NaN at G[m,o] reaches row m of dx, row o of dW and db[o], NaN at x[m,i] reaches"
              + " column i of dW alone even where G is 0, and infinity follows IEEE product by"
              + " product.",
      source = "IEEE 754-2019")
  default void lgr08_specialNumbersReachExactlyTheirProducts(
      @ForAll(supplier = LinearGradientCases.Special.class) Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::specials);
  }

  /** No bias. */
  @Property(tries = 500)
  @Rule(
      id = "LGR-09",
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement = "Without a bias there is no bias gradient, and the others are unchanged.",
      source = "PyTorch nn.Linear: bias=False")
  default void lgr09_aMissingBiasHasNoGradient(
      @ForAll(supplier = LinearGradientCases.class) Case<LinearGradientExample> drawn) {
    judge(drawn, LinearGradientRules::withoutBias);
  }

  /** Precision. */
  @Property(tries = RealDataRules.TRIES)
  @Rule(
      id = "LGR-03",
      statistical = true,
      features = {Feature.LINEAR, Feature.GRADIENT},
      statement =
          "On real data the gradients of input, weight and bias are within the"
              + " componentwise error bound, and all errors together pass the gates.",
      source = "Jeannerod and Rump, SIAM J. Matrix Anal. Appl. 34 (2013)")
  default void lgr03_realDataStaysWithinTheErrorBound(
      @ForAll(supplier = LinearGradientCases.Real.class) Case<LinearGradientExample> drawn) {
    judge(drawn, RealDataRules::linearGradients);
  }
}

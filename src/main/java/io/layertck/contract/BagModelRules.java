package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.judge.ErrorBound;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.onnx.OnnxBag;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;

/** The body of the rule on agreement of bags with the models exported from PyTorch. */
final class BagModelRules {
  private BagModelRules() {}

  static Judgement agreement(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    OnnxBag model = new OnnxBag(bag.config(), bag.weight(), bag.input());
    ExactBag exact = BagRules.exact(bag);
    boolean half = bag.weight().dtype().isHalf();
    ErrorBound declared = RealDataRules.bound(bag.weight().dtype(), driver.claims());
    ErrorBound bound = half ? throughHalves(declared) : declared;
    DrivenLayer<BagInput> layer = BagRules.layer(bag, driver);
    // Of half types only the forward pass is exported.
    if (half || !driver.claims().has(Feature.GRADIENT)) {
      return output(bag, exact, layer.forward(bag.input()), bound, model);
    }
    HostTensor output;
    DrivenGradient ofWeights;
    try (DrivenPass pass = layer.record(bag.input())) {
      output = pass.output();
      ofWeights = pass.backward(example.upstream());
    }
    OnnxBag.Gradients gradients = model.gradients(example.upstream());
    Judgement judgement =
        output(bag, exact, output, bound, model)
            .and(
                Agreement.bounded(
                    "the gradient",
                    layer.gradient("weight").dense(),
                    bound,
                    gradients.weight(),
                    exact.weightGradient(example.upstream()).result()));
    return gradients.perSampleWeights() == null
        ? judgement
        : judgement.and(
            Agreement.bounded(
                "the gradient of the per-sample weights",
                ofWeights.dense(),
                bound,
                gradients.perSampleWeights(),
                exact.perSampleWeightGradient(example.upstream()).result()));
  }

  /**
   * In half types PyTorch rounds a weighted row before it is added, and a sum before it is divided.
   */
  static ErrorBound throughHalves(ErrorBound bound) {
    return bound.roundingItsParts(1).addingBiasAfterRounding();
  }

  private static Judgement output(
      BagExample bag, ExactBag exact, HostTensor output, ErrorBound bound, OnnxBag model) {
    ExactResult result = exact.forward().result();
    return bag.config().mode() == BagMode.MAX
        ? Agreement.bits(
            "the output",
            Names.element("the output"),
            output,
            model.forward(),
            HostTensor.rounded(bag.weight().dtype(), result.value(), result.shape()))
        : Agreement.bounded("the output", output, bound, model.forward(), result);
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.ErrorBound;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.onnx.OnnxEmbedding;
import io.layertck.oracle.onnx.OnnxLinear;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on agreement with the models exported from PyTorch. */
final class ModelRules {
  private ModelRules() {}

  static Judgement lookup(LookupExample example, Driver driver) {
    return Agreement.bits(
        "the output",
        Names.outputRow("", example.indices()),
        LookupRules.layer(example, driver).forward(example.indices()),
        OnnxEmbedding.forward(example.weight(), example.indices()),
        ExactLookup.forward(example.weight(), example.indices()));
  }

  static Judgement linear(LinearExample example, Driver driver) {
    return Agreement.bounded(
        "the output",
        LinearRules.layer(example, driver).forward(example.input()),
        RealDataRules.bound(example.config().dtype(), driver.claims()),
        OnnxLinear.forward(
            exported(example.input()), exported(example.weight()), exportedBias(example)),
        ExactLinear.forward(example.input(), example.weight(), example.bias()));
  }

  static Judgement lookupGradient(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    HostTensor gradient = LookupGradientRules.gradient(example, driver);
    ExactResult exact =
        ExactEmbedding.weightGradient(lookup.vocabulary(), lookup.indices(), example.upstream());
    return RunningSum.excused(
        Agreement.bounded(
            "the gradient",
            gradient,
            RealDataRules.bound(lookup.config().dtype(), driver.claims()),
            OnnxEmbedding.weightGradient(
                exported(lookup.weight()), lookup.indices(), exported(example.upstream())),
            exact),
        gradient,
        Agreement.reference(exact));
  }

  /**
   * The graphs of gradients exist for float32 and float64: they take half types widened. So does a
   * linear layer's, which has one for half types too: that one rounds its own result, and what is
   * compared with it could differ by more.
   */
  static HostTensor exported(HostTensor tensor) {
    return tensor.dtype() == DType.FLOAT64 ? tensor : tensor.to(DType.FLOAT32);
  }

  private static @Nullable HostTensor exportedBias(LinearExample example) {
    return example.bias() == null ? null : exported(example.bias());
  }

  static Judgement linearGradients(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    HostTensor input = linear.input();
    HostTensor weight = linear.weight();
    HostTensor upstream = example.upstream();
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    HostTensor inputGradient = layer.backward(input, upstream).dense();
    OnnxLinear.Gradients model =
        OnnxLinear.gradients(
            exported(input), exported(weight), exportedBias(linear), exported(upstream));
    ErrorBound bound = RealDataRules.bound(linear.config().dtype(), driver.claims());
    Judgement judgement =
        Agreement.bounded(
                "the input gradient",
                inputGradient,
                bound,
                model.input(),
                ExactLinear.inputGradient(weight, upstream))
            .and(
                Agreement.bounded(
                    "the weight gradient",
                    layer.gradient("weight").dense(),
                    bound,
                    model.weight(),
                    ExactLinear.weightGradient(input, upstream)));
    return model.bias() == null
        ? judgement
        : judgement.and(
            Agreement.bounded(
                "the bias gradient",
                layer.gradient("bias").dense(),
                bound,
                model.bias(),
                ExactLinear.biasGradient(upstream)));
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.onnx.OnnxEmbedding;
import io.layertck.oracle.onnx.OnnxLinear;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;

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
        OnnxLinear.forward(example.input(), example.weight(), example.bias()),
        ExactLinear.forward(example.input(), example.weight(), example.bias()));
  }

  static Judgement lookupGradient(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    return Agreement.bounded(
        "the gradient",
        LookupGradientRules.gradient(example, driver),
        OnnxEmbedding.weightGradient(lookup.weight(), lookup.indices(), example.upstream()),
        ExactEmbedding.weightGradient(lookup.vocabulary(), lookup.indices(), example.upstream()));
  }

  static Judgement linearGradients(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    HostTensor input = linear.input();
    HostTensor weight = linear.weight();
    HostTensor upstream = example.upstream();
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    HostTensor inputGradient = layer.backward(input, upstream).dense();
    OnnxLinear.Gradients model = OnnxLinear.gradients(input, weight, linear.bias(), upstream);
    Judgement judgement =
        Agreement.bounded(
                "the input gradient",
                inputGradient,
                model.input(),
                ExactLinear.inputGradient(weight, upstream))
            .and(
                Agreement.bounded(
                    "the weight gradient",
                    layer.gradient("weight").dense(),
                    model.weight(),
                    ExactLinear.weightGradient(input, upstream)));
    return model.bias() == null
        ? judgement
        : judgement.and(
            Agreement.bounded(
                "the bias gradient",
                layer.gradient("bias").dense(),
                model.bias(),
                ExactLinear.biasGradient(upstream)));
  }
}

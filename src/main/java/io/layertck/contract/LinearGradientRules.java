package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.Explanation;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.oracle.exact.IntegerProjection;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/** The bodies of the rules on the gradients of a linear layer that are exact. */
final class LinearGradientRules {
  /** Where the input is no larger, many forwards cost little. */
  private static final int FEW = 64;

  private LinearGradientRules() {}

  static Judgement shapes(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    DType dtype = linear.config().dtype();
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    DrivenGradient input = layer.backward(linear.input(), example.upstream());
    Judgement judgement =
        ShapeJudge.judge("the input gradient", input.dense(), dtype, linear.input().shape())
            .and(
                ShapeJudge.judge(
                    "the weight gradient",
                    layer.gradient("weight").dense(),
                    dtype,
                    linear.weight().shape()));
    if (linear.bias() != null) {
      judgement =
          judgement.and(
              ShapeJudge.judge(
                  "the bias gradient",
                  layer.gradient("bias").dense(),
                  dtype,
                  linear.outFeatures()));
    }
    return LinearRules.rowsOf(linear.input()) == 0
        ? judgement.and(exactly("without rows, ", example, layer, input))
        : judgement;
  }

  static Judgement products(LinearGradientExample example, Driver driver) {
    return Overwritten.explained(
        trained(example, LinearRules.layer(example.linear(), driver), true),
        () -> trained(example, LinearRules.layer(example.linear(), driver), false));
  }

  /**
   * Judges the gradients of one backward.
   *
   * @param writes whether the caller writes into the input and the upstream gradient it gave
   */
  private static Judgement trained(
      LinearGradientExample example, DrivenLayer<HostTensor> layer, boolean writes) {
    HostTensor input = example.linear().input();
    HostTensor upstream = example.upstream();
    LinearGradientExample kept =
        new LinearGradientExample(example.linear().withInput(input.copy()), upstream.copy());
    try (DrivenPass pass = layer.record(input)) {
      return Overwritten.during(
          input,
          writes ? Overwritten.noNumbers(input) : kept.linear().input(),
          () -> {
            DrivenGradient ofInput = pass.backward(upstream);
            return Overwritten.during(
                upstream,
                writes ? Overwritten.noNumbers(upstream) : kept.upstream(),
                () -> exactly("", kept, layer, ofInput));
          });
    }
  }

  /** Judges all three gradients against integer arithmetic. */
  static Judgement exactly(
      String when,
      LinearGradientExample example,
      DrivenLayer<HostTensor> layer,
      DrivenGradient inputGradient) {
    return exactly(when, example, layer, inputGradient, LinearGradientDiagnosis.of(example));
  }

  private static Judgement exactly(
      String when,
      LinearGradientExample example,
      DrivenLayer<HostTensor> layer,
      DrivenGradient inputGradient,
      LinearGradientDiagnosis diagnosis) {
    return inputGradient(when, example, inputGradient, diagnosis)
        .and(parameters(when, example, layer, diagnosis));
  }

  private static Judgement inputGradient(
      String when, LinearGradientExample example, DrivenGradient gradient) {
    return inputGradient(when, example, gradient, LinearGradientDiagnosis.of(example));
  }

  private static Judgement inputGradient(
      String when,
      LinearGradientExample example,
      DrivenGradient inputGradient,
      LinearGradientDiagnosis diagnosis) {
    LinearExample linear = example.linear();
    HostTensor gradient = inputGradient.dense();
    return product(when + "the input gradient", linear.input(), example)
        .judge(
            gradient,
            () ->
                IntegerProjection.confirmsInputGradient(
                    gradient, linear.weight(), example.upstream()),
            () -> IntegerLinear.inputGradient(linear.weight(), example.upstream()),
            expected -> diagnosis.ofInput());
  }

  private static Judgement parameters(
      String when, LinearGradientExample example, DrivenLayer<HostTensor> layer) {
    return parameters(when, example, layer, LinearGradientDiagnosis.of(example));
  }

  private static Judgement parameters(
      String when,
      LinearGradientExample example,
      DrivenLayer<HostTensor> layer,
      LinearGradientDiagnosis diagnosis) {
    LinearExample linear = example.linear();
    HostTensor gradient = layer.gradient("weight").dense();
    Judgement judgement =
        product(when + "the weight gradient", linear.weight(), example)
            .judge(
                gradient,
                () ->
                    IntegerProjection.confirmsWeightGradient(
                        gradient, linear.input(), example.upstream()),
                () -> IntegerLinear.weightGradient(linear.input(), example.upstream()),
                expected -> diagnosis.ofWeight());
    return linear.bias() == null
        ? judgement
        : judgement.and(
            judge(
                when + "the bias gradient",
                layer.gradient("bias").dense(),
                IntegerLinear.biasGradient(example.upstream()),
                diagnosis.ofBias(),
                example));
  }

  /** The gradient of an operand, whose type and shape it has. */
  private static ExactProduct product(
      String what, HostTensor operand, LinearGradientExample example) {
    return new ExactProduct(
        what,
        example.linear().config().dtype(),
        operand.shape(),
        (long) example.linear().input().size() * example.linear().outFeatures());
  }

  private static Judgement judge(
      String what,
      HostTensor gradient,
      HostTensor expected,
      Explanation explanation,
      LinearGradientExample example) {
    return NumberJudge.judge(
        what,
        Names.element(what),
        gradient,
        expected,
        example.linear().config().dtype(),
        explanation);
  }

  static Judgement adjoint(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    HostTensor inputGradient = layer.backward(linear.input(), example.upstream()).dense();
    HostTensor weightGradient = layer.gradient("weight").dense();
    Judgement form =
        ShapeJudge.judge(
                "the input gradient",
                inputGradient,
                linear.config().dtype(),
                linear.input().shape())
            .and(
                ShapeJudge.judge(
                    "the weight gradient",
                    weightGradient,
                    linear.config().dtype(),
                    linear.weight().shape()));
    if (form instanceof Judgement.Broken) {
      return form;
    }
    HostTensor product = IntegerLinear.forward(linear.input(), linear.weight(), null);
    double truth = LookupGradientRules.dot(product, example.upstream());
    return same("input", truth, LookupGradientRules.dot(linear.input(), inputGradient))
        .and(same("weight", truth, LookupGradientRules.dot(linear.weight(), weightGradient)));
  }

  private static Judgement same(String name, double truth, double found) {
    return truth == found
        ? Judgement.kept(1)
        : Judgement.broken(
            "<x W^T, G> is "
                + truth
                + " but <"
                + name
                + ", "
                + name
                + " gradient> is "
                + found
                + ": backward is not the adjoint of forward in its "
                + name);
  }

  static Judgement accumulation(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    Judgement none = UntrainedGradients.judge(layer, "weight", linear.weight(), driver);
    if (linear.bias() != null) {
      none = none.and(UntrainedGradients.judge(layer, "bias", linear.bias(), driver));
    }
    if (none instanceof Judgement.Broken) {
      return none;
    }
    LiveTensor first = layer.backwardLive(linear.input(), example.upstream());
    HostTensor firstOfInput = first.snapshot();
    double factor = Tensors.apart(linear.config().dtype());
    LinearGradientExample other =
        new LinearGradientExample(
            linear, Tensors.mapped(example.upstream(), value -> factor * value));
    DrivenGradient second = layer.backward(linear.input(), other.upstream());
    LinearGradientExample twice =
        new LinearGradientExample(
            linear, Tensors.mapped(example.upstream(), value -> (1 + factor) * value));
    Judgement judgement =
        parameters("after two backwards, ", twice, layer)
            .and(inputGradient("of the second backward, ", other, second));
    layer.backward(linear.input(), Tensors.mapped(example.upstream(), value -> Double.NaN));
    judgement =
        judgement.and(
            BitJudge.judge(
                "an earlier input gradient",
                Names.element("after later backwards, an earlier input gradient"),
                first.snapshot(),
                firstOfInput));
    layer.zeroGradients();
    String afterNaN = "after zeroing a gradient of NaN, ";
    DrivenGradient last = layer.backward(linear.input(), example.upstream());
    judgement =
        judgement
            .and(parameters(afterNaN, example, layer))
            .and(inputGradient(afterNaN, example, last));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    try (DrivenPass pass = layer.record(linear.input())) {
      layer.forward(Tensors.mapped(linear.input(), value -> -value));
      layer.zeroGradients();
      last = pass.backward(example.upstream());
    }
    String between = "after another forward and zeroing between forward and backward, ";
    judgement =
        judgement
            .and(parameters(between, example, layer))
            .and(inputGradient(between, example, last));
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement
            .and(withoutRows(example, layer, driver))
            .and(firstOfMany(example, layer, driver));
  }

  /** Adds a backward without rows to the one that was made. */
  private static Judgement withoutRows(
      LinearGradientExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    if (driver.claims().has(Limit.NO_EMPTY_INPUT)) {
      return new Judgement.NoEvidence("no input without rows is taken");
    }
    LinearExample linear = example.linear();
    DType dtype = linear.config().dtype();
    layer.backward(
        HostTensor.zeros(dtype, 0, linear.inFeatures()),
        HostTensor.zeros(dtype, 0, linear.outFeatures()));
    return parameters("after a backward without rows, ", example, layer);
  }

  private static Judgement firstOfMany(
      LinearGradientExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    LinearExample linear = example.linear();
    if (!driver.claims().has(Feature.OVERLAPPING_PASSES) || linear.input().size() > FEW) {
      return new Judgement.NoEvidence("one pass at a time, or a large input");
    }
    LinearGradientExample negative =
        new LinearGradientExample(
            linear.withInput(Tensors.mapped(linear.input(), value -> -value)), example.upstream());
    layer.zeroGradients();
    WaitingForwards.backwardOfTheFirst(
        layer, negative.linear().input(), linear.input(), negative.upstream());
    return parameters(WaitingForwards.FIRST + ", ", negative, layer);
  }

  static Judgement layouts(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    DrivenGradient input = layer.backward(linear.input(), example.upstream());
    String when =
        "for "
            + LinearRules.layoutOf("input", linear.input())
            + ", "
            + LinearRules.layoutOf("weight", linear.weight())
            + " and "
            + LinearRules.layoutOf("upstream gradient", example.upstream())
            + ", ";
    return exactly(when, example, layer, input);
  }

  static Judgement specials(LinearGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LinearRules.layer(example.linear(), driver);
    return exactly(
        "",
        example,
        layer,
        layer.backward(example.linear().input(), example.upstream()),
        LinearGradientDiagnosis.saying(
            "NaN and infinity reach exactly the products they are a factor of, zeros facing them"
                + " included"));
  }

  static Judgement withoutBias(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear().withParameters(example.linear().weight(), null);
    LinearGradientExample unbiased = new LinearGradientExample(linear, example.upstream());
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    DrivenGradient input = layer.backward(linear.input(), example.upstream());
    Judgement judgement = exactly("without bias, ", unbiased, layer, input);
    DrivenGradient[] gradient = new DrivenGradient[1];
    boolean refused = driver.refusalOf(() -> gradient[0] = layer.gradient("bias")).isPresent();
    return refused || gradient[0] instanceof DrivenGradient.None
        ? judgement
        : judgement.and(
            Judgement.broken("a linear layer without bias has a bias gradient: " + gradient[0]));
  }
}

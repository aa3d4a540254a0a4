package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.generate.LinearExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on what a linear layer keeps between calls. */
final class LinearStateRules {
  private LinearStateRules() {}

  static Judgement valuesAndFreshness(LinearExample example, Driver driver) {
    HostTensor input = example.input().copy();
    HostTensor weight = example.weight().copy();
    HostTensor bias = example.bias() == null ? null : example.bias().copy();
    DrivenLayer<HostTensor> layer = LinearRules.layer(example, driver);
    LiveTensor live = layer.forwardLive(example.input());
    HostTensor first = live.snapshot();
    Judgement judgement =
        BitJudge.judge(
                "the caller's input",
                Names.element("after forward, the caller's input"),
                example.input(),
                input)
            .and(
                BitJudge.judge(
                    "the caller's weight",
                    Names.element("after forward, the caller's weight"),
                    example.weight(),
                    weight));
    if (bias != null && example.bias() != null) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  "the caller's bias",
                  Names.element("after forward, the caller's bias"),
                  example.bias(),
                  bias));
    }
    HostTensor negative = Tensors.mapped(input, value -> -value);
    LinearRules.layer(example, driver).forward(negative);
    HostTensor anew =
        Overwritten.during(example.input(), negative, () -> layer.forward(example.input()));
    judgement =
        judgement
            .and(
                LinearRules.exactly(
                    "after other numbers were written into the tensor of the call before, the"
                        + " output",
                    example.withInput(negative),
                    anew))
            .and(
                BitJudge.judge(
                    "an earlier result",
                    Names.element("after later calls, of another layer too, an earlier result"),
                    live.snapshot(),
                    first));
    if (driver.claims().has(Feature.WRITABLE_RESULTS)) {
      live.write(Tensors.filled(first.dtype(), Double.NaN, first.shape()));
      String what = "after writing NaN into an earlier result, the output";
      judgement = judgement.and(LinearRules.exactly(what, example, layer.forward(example.input())));
    }
    return driver.claims().has(Feature.PARAMETERS)
        ? judgement
            .and(ownParameters("after forward, ", example, layer))
            .and(freshness(example, layer, LinearRules.layer(example, driver)))
        : judgement;
  }

  /** Judges that a layer holds the parameters it was given; {@code when} opens the message. */
  static Judgement ownParameters(
      String when, LinearExample example, DrivenLayer<HostTensor> layer) {
    Judgement weight =
        BitJudge.judge(
            "the layer's weight",
            Names.element(when + "the layer's weight"),
            layer.parameter("weight"),
            example.weight());
    return example.bias() == null
        ? weight
        : weight.and(
            BitJudge.judge(
                "the layer's bias",
                Names.element(when + "the layer's bias"),
                layer.parameter("bias"),
                example.bias()));
  }

  /**
   * Judges a layer whose parameters change.
   *
   * @param equal another layer, of the same parameters
   */
  private static Judgement freshness(
      LinearExample example, DrivenLayer<HostTensor> layer, DrivenLayer<HostTensor> equal) {
    int out = example.outFeatures();
    int in = example.inFeatures();
    if (out == 0 || in == 0) {
      return new Judgement.NoEvidence("no weight to change");
    }
    HostTensor replaced = Tensors.mapped(example.weight(), value -> -value);
    layer.assign("weight", 0, replaced);
    Judgement judgement =
        LinearRules.exactly(
            "after assigning the whole weight, the output",
            example.withParameters(replaced, example.bias()),
            layer.forward(example.input()));
    int middle = out / 2;
    // Sums of half types leave room to be doubled, and not more.
    double entry = replaced.dtype().precision() < DType.FLOAT32.precision() ? 2 : 3;
    HostTensor row = Tensors.filled(replaced.dtype(), entry, 1, in);
    layer.assign("weight", middle, row);
    HostTensor patched = Tensors.withRow(replaced, middle, row);
    judgement =
        judgement.and(
            LinearRules.exactly(
                "after assigning weight row " + middle + ", the output",
                example.withParameters(patched, example.bias()),
                layer.forward(example.input())));
    HostTensor biasNow =
        example.bias() == null ? null : Tensors.mapped(example.bias(), value -> value + 1);
    if (biasNow != null) {
      layer.assign("bias", 0, biasNow);
      judgement =
          judgement.and(
              LinearRules.exactly(
                  "after assigning the bias, the output",
                  example.withParameters(patched, biasNow),
                  layer.forward(example.input())));
    }
    String when = "after another layer of equal parameters was changed, ";
    return judgement
        .and(someRows(patched, biasNow, layer))
        .and(ownParameters(when, example, equal))
        .and(LinearRules.exactly(when + "the output", example, equal.forward(example.input())));
  }

  /** Assigns the last two rows together, and elements of the bias, numbers of many bits. */
  private static Judgement someRows(
      HostTensor weight, @Nullable HostTensor bias, DrivenLayer<HostTensor> layer) {
    int first = weight.extent(0) - 2;
    if (first < 0) {
      return new Judgement.NoEvidence("there are no two rows");
    }
    HostTensor third = Tensors.filled(weight.dtype(), 1.0 / 3, 1, weight.extent(1));
    HostTensor fifth = Tensors.filled(weight.dtype(), 1.0 / 5, 1, weight.extent(1));
    HostTensor both = Tensors.withRow(Tensors.withRow(weight, first, third), first + 1, fifth);
    layer.assign("weight", first, Tensors.rows(both, first, first + 1L));
    String what = "after assigning rows " + first + " and " + (first + 1) + ", the layer's weight";
    Judgement judgement =
        BitJudge.judge(what, Names.element(what), layer.parameter("weight"), both);
    if (bias == null) {
      return judgement;
    }
    HostTensor column = Tensors.withRow(bias.reshape(bias.size(), 1), first + 1, fifth(bias));
    layer.assign("bias", first + 1L, fifth(bias));
    String ofBias = "after assigning element " + (first + 1) + ", the layer's bias";
    return judgement.and(
        BitJudge.judge(
            ofBias, Names.element(ofBias), layer.parameter("bias"), column.reshape(bias.size())));
  }

  private static HostTensor fifth(HostTensor bias) {
    return Tensors.filled(bias.dtype(), 1.0 / 5, 1);
  }

  static Judgement outputMemory(LinearExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LinearRules.layer(example, driver);
    layer.forward(Tensors.mapped(example.input(), value -> Double.NaN));
    String what = "after a call whose output was NaN, the output";
    return LinearRules.exactly(what, example, layer.forward(example.input()));
  }

  static Judgement repeatability(LinearExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LinearRules.layer(example, driver);
    HostTensor first = layer.forward(example.input()).copy();
    return BitJudge.judge(
        "the output of the same call again",
        Names.element("of the same call again, the output"),
        layer.forward(example.input()),
        first);
  }
}

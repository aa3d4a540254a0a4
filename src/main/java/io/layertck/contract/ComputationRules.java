package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * Judges a forward and a backward of a layer that something happened to, by the parameters that it
 * then shows.
 *
 * <p>Every call takes two rows of small integers: the gradients of the parameters are one number
 * for all, whatever the parameters are.
 */
final class ComputationRules {
  private static final Judgement EMPTY = new Judgement.NoEvidence("the weight has no element");

  private ComputationRules() {}

  /** Judges an embedding whose gradient is dense. */
  static Judgement embedding(String when, DrivenLayer<HostTensor> layer, Driver driver) {
    HostTensor weight = layer.parameter("weight").copy();
    if (weight.size() == 0) {
      return EMPTY;
    }
    HostTensor indices = HostTensor.of(new long[] {weight.extent(0) - 1L, 0}, 2);
    String output = when + ", the output of " + layer.name();
    Judgement judgement =
        BitJudge.judge(
            output,
            Names.element(output),
            layer.forward(indices),
            ExactLookup.forward(weight, indices));
    if (isFinal(judgement, driver)) {
      return judgement;
    }
    HostTensor upstream = integers(weight.dtype(), 2, weight.extent(1));
    layer.zeroGradients();
    layer.backward(indices, upstream);
    return judgement.and(
        numbers(
            when + ", the weight gradient of " + layer.name(),
            layer.gradient("weight"),
            IntegerEmbedding.weightGradient(weight.extent(0), indices, upstream),
            weight.dtype()));
  }

  /** Judges a linear layer. */
  static Judgement linear(
      String when, DrivenLayer<HostTensor> layer, boolean biased, Driver driver) {
    HostTensor weight = layer.parameter("weight").copy();
    if (weight.size() == 0) {
      return EMPTY;
    }
    DType dtype = weight.dtype();
    HostTensor bias = biased ? layer.parameter("bias").copy() : null;
    HostTensor input = integers(dtype, 2, weight.extent(1));
    ErrorBound bound = RealDataRules.bound(dtype, driver.claims());
    String of = " of " + layer.name() + " " + when;
    Judgement judgement =
        RealDataRules.bounded(
            "output" + of,
            layer.forward(input),
            Agreement.reference(ExactLinear.forward(input, weight, bias)),
            biased ? bound.addingBiasAfterRounding() : bound);
    if (isFinal(judgement, driver)) {
      return judgement;
    }
    HostTensor upstream = integers(dtype, 2, weight.extent(0));
    layer.zeroGradients();
    DrivenGradient ofInput = layer.backward(input, upstream);
    judgement =
        judgement
            .and(
                RealDataRules.bounded(
                    "input gradient" + of,
                    ofInput.dense(),
                    Agreement.reference(ExactLinear.inputGradient(weight, upstream)),
                    bound))
            .and(
                numbers(
                    when + ", the weight gradient of " + layer.name(),
                    layer.gradient("weight"),
                    IntegerLinear.weightGradient(input, upstream),
                    dtype));
    return biased
        ? judgement.and(
            numbers(
                when + ", the bias gradient of " + layer.name(),
                layer.gradient("bias"),
                IntegerLinear.biasGradient(upstream),
                dtype))
        : judgement;
  }

  /** Returns the arguments of a bag that sums the rows of a table. */
  static BagConfig sums(HostTensor weight) {
    return new BagConfig(
        EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype()), BagMode.SUM, false);
  }

  /** Judges a bag that sums. */
  static Judgement bag(String when, DrivenLayer<BagInput> layer, Driver driver) {
    HostTensor weight = layer.parameter("weight").copy();
    if (weight.size() == 0) {
      return EMPTY;
    }
    long last = weight.extent(0) - 1L;
    BagInput input =
        new BagInput(
            HostTensor.of(new long[] {last, 0, last}, 3),
            HostTensor.of(new long[] {0, 1}, 2),
            null);
    BagExample bag = new BagExample(sums(weight), weight, input);
    Judgement judgement = BagRules.output(when + ", ", bag, bag, layer.forward(input), driver);
    if (isFinal(judgement, driver)) {
      return judgement;
    }
    HostTensor upstream = integers(weight.dtype(), 2, weight.extent(1));
    layer.zeroGradients();
    layer.backward(input, upstream);
    return judgement.and(
        BagGradientRules.gradient(
            when + ", ",
            new BagGradientExample(bag, upstream),
            layer.gradient("weight").dense(),
            driver));
  }

  /** Judges both layers of a pair, each by the weight that it shows. */
  static Judgement pair(String when, DrivenPair pair, boolean biased, Driver driver) {
    return embedding(when, pair.embedding(), driver).and(linear(when, pair.head(), biased, driver));
  }

  private static boolean isFinal(Judgement judgement, Driver driver) {
    return judgement instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT);
  }

  private static Judgement numbers(
      String what, DrivenGradient gradient, HostTensor expected, DType dtype) {
    return NumberJudge.judge(what, Names.element(what), gradient.dense(), expected, dtype);
  }

  /** Returns a tensor of the integers 1 to 3 in turn. */
  static HostTensor integers(DType dtype, long... shape) {
    HostTensor zeros = HostTensor.zeros(dtype, shape);
    double[] numbers = zeros.widened();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 1 + i % 3;
    }
    return HostTensor.rounded(dtype, numbers, shape);
  }
}

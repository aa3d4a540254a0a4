package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LinearExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The bodies of the rules on refused inputs of a linear layer. */
final class LinearRefusalRules {
  private static final Set<Refusal> SHAPE = EnumSet.of(Refusal.SHAPE);

  /** PyTorch calls a token id both: it has neither the type nor the rank of an input. */
  private static final Set<Refusal> SHAPE_OR_DTYPE = EnumSet.of(Refusal.SHAPE, Refusal.DTYPE);

  private LinearRefusalRules() {}

  static Judgement inputs(LinearExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = driver.linear(example.config(), example.start());
    DType dtype = example.config().dtype();
    long[] shape = example.input().shape();
    long in = example.inFeatures();
    Judgement judgement =
        refused(driver, layer, HostTensor.zeros(dtype, Tensors.withLast(shape, in + 1)), in)
            .and(refused(driver, layer, HostTensor.zeros(dtype), in));
    if (in > 0) {
      judgement =
          judgement.and(
              refused(driver, layer, HostTensor.zeros(dtype, Tensors.withLast(shape, in - 1)), in));
    }
    if (in > 2) {
      // Broadcasting would spread one feature over all.
      judgement =
          judgement.and(
              refused(driver, layer, HostTensor.zeros(dtype, Tensors.withLast(shape, 1)), in));
    }
    HostTensor tokenId = HostTensor.of(new long[] {14}, new long[0]);
    judgement =
        judgement
            .and(
                RefusalRules.refusedForward(
                    driver, "the token id 14 as input", SHAPE_OR_DTYPE, layer, tokenId))
            .and(
                RefusalRules.refusedForward(
                    driver,
                    "an input of int64" + Arrays.toString(shape),
                    EnumSet.of(Refusal.DTYPE),
                    layer,
                    HostTensor.zeros(DType.INT64, shape)));
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(leftAsItWas(example, layer, driver));
  }

  private static Judgement leftAsItWas(
      LinearExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    HostTensor output = layer.forward(example.input());
    Judgement result = LinearRules.exactly("after refused inputs, the output", example, output);
    // A changed parameter is the cause of a changed output, and shows in it only by chance.
    return driver.claims().has(Feature.PARAMETERS)
        ? LinearStateRules.ownParameters("after refused inputs, ", example, layer).and(result)
        : result;
  }

  private static Judgement refused(
      Driver driver, DrivenLayer<HostTensor> layer, HostTensor input, long in) {
    return RefusalRules.refusedForward(
        driver, "an input of " + RefusalRules.shown(input) + " for I = " + in, SHAPE, layer, input);
  }
}

package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wrong outputs of bags. */
final class BagFaults {
  private static final int LANES = 8;

  private BagFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "meanOfAnEmptyBagIsNothingOverNothing",
            "B49",
            "pytorch/pytorch#4169",
            "BAG-01",
            "it must give zeros, and 0/0 is none",
            ofBags(AlteredBag.outputElements(BagFaults::divideByEmptiness))),
        reported(
            "lastEndBeginsABagOfItsOwn",
            "B52",
            "pytorch/pytorch#190062",
            "BAG-01",
            "is the end of the last bag, and begins none of its own",
            new LastEndIgnored()),
        reported(
            "oddBagFallsPastTheLastOfTwoTables",
            "B60",
            "pytorch/FBGEMM#6318",
            "BAG-01",
            "nothing was put into it",
            ofBags(AlteredBag.outputElements(BagFaults::loseTheOddBag))),
        made(
            "bagIsStaleAfterOneRow",
            "BAG-01",
            "after assigning row",
            ofBags((layer, config) -> new StaleAfterOneRow(layer))),
        made(
            "weightsThatAreNoNumbersAreSkipped",
            "BAG-02",
            "over infinities and NaN, bag",
            ofBags(AlteredBag.input(BagFaults::withoutNaN))),
        made(
            "meanCountsItsPadding",
            "BAG-01",
            "padding counted",
            ofBags(AlteredBag.outputElements(BagFaults::countPadding))),
        made(
            "paddingIsTakenAlong",
            "BAG-01",
            "its padding was taken along",
            new PaddingTakenAlong()),
        made(
            "bagsShareAScratchBuffer",
            "BAG-01",
            "after a later call, an earlier result",
            ofBags(ScratchBags::new)),
        reported(
            "weightedSumIsDividedByItsWeights",
            "B61",
            "tensorflow/tensorflow#36359",
            "BAG-02",
            "add up to 0, by which nothing must be divided",
            ofBags(AlteredBag.outputElements(BagFaults::divideByWeights))),
        reported(
            "weightsOfTheLastLanesAreNotWritten",
            "B64",
            "pytorch/FBGEMM#4006",
            "BAG-02",
            "one was read that nobody gave",
            ofBags(AlteredBag.outputElements(BagFaults::leaveTailLanes))),
        made(
                "weightsAreReadAtTheOffsetOfTheIndices",
                "BAG-02",
                "multiplied by the weight at its own position",
                ofBags(AlteredBag.input(BagFaults::weightsAtTheOffsetOfTheIndices)))
            .orNamedBy("over infinities and NaN, bag"),
        made(
            "weightsOfPaddingAreZeroedInPlace",
            "BAG-02",
            "after forward, a tensor of the caller",
            ofBags(BagFaults::zeroingWeightsOfPadding)));
  }

  private static LayerUnderTest<BagInput> zeroingWeightsOfPadding(
      LayerUnderTest<BagInput> layer, BagConfig config) {
    return new AlteredBag(layer, config) {
      @Override
      BagInput input(BagCall call) {
        HostTensor weights = call.input().perSampleWeights();
        if (weights != null) {
          weights.write(
              Edits.edited(
                  weights,
                  values -> {
                    for (int position = 0; position < values.length; position++) {
                      values[position] = call.isPadding(position) ? 0 : values[position];
                    }
                  }));
        }
        return call.input();
      }
    };
  }

  private static void divideByEmptiness(BagCall call, double[] output) {
    for (int i = 0; i < output.length && call.is(BagMode.MEAN); i++) {
      if (call.count(i / call.columns()) == 0) {
        output[i] = Double.NaN;
      }
    }
  }

  /** Half of the bags for each table, rounded down. */
  private static void loseTheOddBag(BagCall call, double[] output) {
    int columns = call.columns();
    int share = columns == 0 ? 0 : output.length / columns / 2;
    Arrays.fill(output, share == 0 ? output.length : 2 * share * columns, output.length, 0);
  }

  private static void countPadding(BagCall call, double[] output) {
    for (int i = 0; i < output.length && call.is(BagMode.MEAN); i++) {
      int bag = i / call.columns();
      output[i] = output[i] * call.count(bag) / Math.max(1, call.size(bag));
    }
  }

  private static void divideByWeights(BagCall call, double[] output) {
    double[] weights = weightsOrNull(call.input());
    for (int i = 0; i < output.length && weights != null; i++) {
      int bag = i / call.columns();
      double sum = 0;
      for (int position = call.begins()[bag]; position < call.begins()[bag + 1]; position++) {
        sum += call.isPadding(position) ? 0 : weights[position];
      }
      output[i] = call.count(bag) > 0 && sum == 0 ? Double.NaN : output[i];
    }
  }

  private static void leaveTailLanes(BagCall call, double[] output) {
    boolean weighted = call.input().perSampleWeights() != null;
    for (int i = 0; i < output.length && weighted; i++) {
      int size = call.size(i / call.columns());
      if (size > LANES && size % LANES != 0 && call.count(i / call.columns()) > 0) {
        output[i] = Double.NaN;
      }
    }
  }

  private static double @Nullable [] weightsOrNull(BagInput input) {
    HostTensor weights = input.perSampleWeights();
    return weights == null ? null : weights.widened();
  }

  private static BagInput weightsAtTheOffsetOfTheIndices(BagInput input) {
    HostTensor weights = input.perSampleWeights();
    return weights == null
        ? input
        : new BagInput(
            input.indices(), input.offsets(), Misread.at(weights, input.indices().offset()));
  }

  private static final class LastEndIgnored implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      return correct.embeddingBag(new BagConfig(config.table(), config.mode(), false), start);
    }
  }

  private static final class PaddingTakenAlong implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      return withoutPadding(correct, config, start);
    }
  }

  /** Makes the layer of another configuration, in which no row is padding. */
  static LayerUnderTest<BagInput> withoutPadding(Subject correct, BagConfig config, Start start) {
    return correct.embeddingBag(
        new BagConfig(
            config.table().withoutPaddingIdx(), config.mode(), config.includeLastOffset()),
        start);
  }

  /** Every result of one shape is the same memory. */
  private static final class ScratchBags extends AlteredBag {
    private final Scratch scratch = new Scratch();

    ScratchBags(LayerUnderTest<BagInput> inner, BagConfig config) {
      super(inner, config);
    }

    @Override
    HostTensor output(BagCall call, HostTensor output) {
      return scratch.holding(output);
    }
  }

  private static BagInput withoutNaN(BagInput input) {
    HostTensor weights = input.perSampleWeights();
    return weights == null
        ? input
        : new BagInput(
            input.indices(),
            input.offsets(),
            Edits.mapped(weights, weight -> Double.isNaN(weight) ? 0 : weight));
  }

  /** Reduces rows of a copy that whole assignments renew, and single rows do not. */
  private static final class StaleAfterOneRow extends Forwarding<BagInput> {
    private @Nullable HostTensor stale;

    StaleAfterOneRow(LayerUnderTest<BagInput> inner) {
      super(inner);
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      HostTensor before = inner.parameter(name).read().copy();
      inner.assign(name, firstRow, rows);
      stale = Arrays.equals(rows.shape(), before.shape()) ? null : before;
    }

    @Override
    public TensorHandle forward(BagInput input) {
      HostTensor copy = stale;
      if (copy == null) {
        return inner.forward(input);
      }
      HostTensor current = inner.parameter("weight").read().copy();
      inner.assign("weight", 0, copy);
      try {
        return inner.forward(input).read();
      } finally {
        inner.assign("weight", 0, current);
      }
    }
  }
}

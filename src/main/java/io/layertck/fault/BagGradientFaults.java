package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wrong gradients of bags. */
final class BagGradientFaults {
  private BagGradientFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "forwardOverwritesTheRecordedBags",
            "BAG-03",
            "an assignment of the same weight and another forward, ",
            ofBags((layer, config) -> new LatestInput(layer))),
        made(
            "secondSparseGradientOfABagReplaces",
            "BAG-03",
            "after two backwards, ",
            ofBags(
                (layer, config) ->
                    config.table().sparse() ? AlteredBackward.forgetting(layer) : layer)),
        made(
            "gradientsOfWeightsShareABuffer",
            "BAG-02",
            "after a later backward, an earlier gradient of per-sample weights",
            ofBags(SharedWeightGradient::new)),
        reported(
            "weightsAtPaddingAreTrained",
            "B36",
            "flagos-ai/FlagGems#3683",
            "BAG-02",
            "is padding, whose weight has no part in the result",
            ofBags(AlteredBag.perSampleGradientElements(BagGradientFaults::trainPadding))),
        // The counts of scale_grad_by_freq in the report; that option is not certified in a bag.
        reported(
            "meanIsDividedByTheCountOfAnotherGroup",
            "B47",
            "pytorch/pytorch#190264",
            "BAG-03",
            "each share is divided by the size of its own bag",
            ofBags(AlteredBag.upstreamElements(BagGradientFaults::divideByEarlierBag))),
        reported(
            "maximumSharesItsGradientAsAMean",
            "B57",
            "flagos-ai/FlagGems#5220",
            "BAG-03",
            "it was shared among all positions of the bag, as for a mean",
            new GradientOfAnotherMode(BagMode.MAX, BagMode.MEAN)),
        // The report's wrong arg-max output is no result here; it is where the gradient goes.
        reported(
            "argMaxIsUsedUnderSum",
            "B58",
            "intel/torch-xpu-ops#478",
            "BAG-03",
            "only the position of the largest element got it",
            new GradientOfAnotherMode(BagMode.SUM, BagMode.MAX)),
        made(
            "sparseGradientOfABagListsItsPadding",
            "BAG-03",
            ", the padding row",
            new PaddingIsListed()),
        made(
            "sparseGradientOfABagForgetsItsWeights",
            "BAG-02",
            "its per-sample weights were not applied",
            new UnweightedSparseGradient()),
        made(
            "weightsOfASparseBagAreNotTrained",
            "BAG-02",
            "beside a sparse gradient, the gradient of the per-sample weight at",
            ofBags(
                (layer, config) ->
                    AlteredBag.perSampleGradientElements(
                            (call, upstream, gradient) -> {
                              if (config.table().sparse()) {
                                Arrays.fill(gradient, 0);
                              }
                            })
                        .wrap(layer, config))),
        made(
            "lastOfEqualMaximaGetsTheGradient",
            "BAG-03",
            "it went to the last position that holds the largest element",
            ofBags(AlteredBag.gradientElements(BagGradientFaults::handToTheLast))));
  }

  private static void trainPadding(BagCall call, double[] upstream, double[] gradient) {
    int columns = call.columns();
    double[] weight = call.weight();
    int[] begins = call.begins();
    for (int bag = 0; bag + 1 < begins.length; bag++) {
      for (int position = begins[bag]; position < begins[bag + 1]; position++) {
        int row = (int) call.rows()[position];
        for (int column = 0; column < columns && call.isPadding(position); column++) {
          gradient[position] += weight[row * columns + column] * upstream[bag * columns + column];
        }
      }
    }
  }

  private static void divideByEarlierBag(BagCall call, double[] upstream) {
    for (int i = call.columns(); i < upstream.length && call.is(BagMode.MEAN); i++) {
      int bag = i / call.columns();
      upstream[i] = upstream[i] * call.count(bag) / Math.max(1, call.count(bag - 1));
    }
  }

  private static void handToTheLast(BagCall call, double[] upstream, double[] gradient) {
    if (!call.is(BagMode.MAX)) {
      return;
    }
    int columns = call.columns();
    double[] weight = call.weight();
    long[] rows = call.rows();
    int[] begins = call.begins();
    Arrays.fill(gradient, 0);
    for (int bag = 0; bag + 1 < begins.length; bag++) {
      for (int column = 0; column < columns; column++) {
        int winner = -1;
        for (int position = begins[bag]; position < begins[bag + 1]; position++) {
          int element = (int) rows[position] * columns + column;
          boolean taken =
              !call.isPadding(position) && (winner < 0 || weight[element] >= weight[winner]);
          winner = taken ? element : winner;
        }
        if (winner >= 0) {
          gradient[winner] += upstream[bag * columns + column];
        }
      }
    }
  }

  /** Forward in one mode, and backward in another; without per-sample weights. */
  private record GradientOfAnotherMode(BagMode of, BagMode taken) implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      LayerUnderTest<BagInput> right = correct.embeddingBag(config, start);
      if (config.mode() != of || config.table().sparse()) {
        return right;
      }
      LayerUnderTest<BagInput> other =
          correct.embeddingBag(
              new BagConfig(config.table(), taken, config.includeLastOffset()), start);
      return new Forwarding<>(right) {
        @Override
        public RecordedForward record(BagInput input) {
          if (input.perSampleWeights() != null) {
            return inner.record(input);
          }
          RecordedForward borrowed = other.record(input);
          return new ForwardingRecord(inner.record(input)) {
            @Override
            public Gradient backward(HostTensor upstream) {
              return borrowed.backward(upstream);
            }
          };
        }

        @Override
        public Gradient gradient(String name) {
          return other.gradient(name);
        }

        @Override
        public void zeroGradients() {
          inner.zeroGradients();
          other.zeroGradients();
        }
      };
    }
  }

  /** A sparse gradient of the sum without its per-sample weights. */
  private static final class UnweightedSparseGradient implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      LayerUnderTest<BagInput> right = correct.embeddingBag(config, start);
      if (!config.table().sparse()) {
        return right;
      }
      LayerUnderTest<BagInput> unweighted = correct.embeddingBag(config, start);
      return new Forwarding<>(right) {
        @Override
        public RecordedForward record(BagInput input) {
          RecordedForward other =
              unweighted.record(new BagInput(input.indices(), input.offsets(), null));
          return new ForwardingRecord(inner.record(input)) {
            @Override
            public Gradient backward(HostTensor upstream) {
              other.backward(upstream);
              return inner.backward(upstream);
            }
          };
        }

        @Override
        public Gradient gradient(String name) {
          return unweighted.gradient(name);
        }

        @Override
        public void zeroGradients() {
          inner.zeroGradients();
          unweighted.zeroGradients();
        }
      };
    }
  }

  /** The sparse gradient of a layer without padding. */
  private static final class PaddingIsListed implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      return config.table().sparse()
          ? BagFaults.withoutPadding(correct, config, start)
          : correct.embeddingBag(config, start);
    }
  }

  /** Trains the bags of the latest call, where the shapes do not tell. */
  private static final class LatestInput extends Forwarding<BagInput> {
    private @Nullable BagInput latest;

    LatestInput(LayerUnderTest<BagInput> inner) {
      super(inner);
    }

    @Override
    public TensorHandle forward(BagInput input) {
      TensorHandle output = inner.forward(input);
      latest = Edits.kept(input);
      return output;
    }

    @Override
    public RecordedForward record(BagInput input) {
      RecordedForward recorded = inner.record(input);
      latest = Edits.kept(input);
      return new ForwardingRecord(recorded) {
        @Override
        public Gradient backward(HostTensor upstream) {
          BagInput other = latest;
          if (other == null || !Arrays.equals(other.indices().shape(), input.indices().shape())) {
            return inner.backward(upstream);
          }
          try (RecordedForward last = LatestInput.this.inner.record(other)) {
            return Arrays.equals(last.output().read().shape(), upstream.shape())
                ? last.backward(upstream)
                : inner.backward(upstream);
          }
        }
      };
    }
  }

  /** Writes each gradient of per-sample weights over the last one of its shape. */
  private static final class SharedWeightGradient extends AlteredBag {
    private final Scratch scratch = new Scratch();

    SharedWeightGradient(LayerUnderTest<BagInput> inner, BagConfig config) {
      super(inner, config);
    }

    @Override
    HostTensor perSampleGradient(BagCall call, HostTensor upstream, HostTensor gradient) {
      return scratch.holding(gradient);
    }
  }
}

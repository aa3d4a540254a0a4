package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Bad bags that are taken. */
final class BagRefusalFaults {
  private static final String TAKEN = "was not refused: forward returned";
  private static final long[] UNIT = {1};

  private BagRefusalFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "onlyTheFirstAndTheLastOffsetAreChecked",
            "B54",
            "pytorch/pytorch#191867",
            "BAG-04",
            TAKEN,
            ofBags(AlteredBag.input(BagRefusalFaults::withInnerOffsetsInside))),
        reported(
            "indicesWithoutABagAreWrittenBeforeTheOutput",
            "B55",
            "pytorch/pytorch#187104",
            "BAG-04",
            "and no offset, an earlier result",
            ofBags(WritingBeforeTheOutput::new)),
        made(
            "oneWeightIsSpreadOverTheBag",
            "BAG-04",
            TAKEN,
            ofBags(AlteredBag.input(BagRefusalFaults::withSpreadWeight))),
        made("indexPastTheVocabularyIsClippedInABag", "BAG-04", TAKEN, clipping()),
        made("badIndexIsClippedInABagAlone", "ERR-03", "in a bag, index", clipping()),
        made(
            "indexPastTheVocabularyIsClippedInAMatrix",
            "BAG-04",
            "in a bag, index",
            clipping(input -> input.offsets() == null)),
        made(
            "upstreamGradientOfABagIsBroadcast",
            "ERR-09",
            "for the embeddingBag was not refused: the wrong shape was taken",
            ofBags(
                (layer, config) ->
                    new AlteredBag(layer, config) {
                      @Override
                      HostTensor upstream(BagCall call, HostTensor upstream) {
                        long[] shape = {call.begins().length - 1L, call.columns()};
                        return upstream.size() == 1
                            ? upstream.view(shape, new long[shape.length], upstream.offset()).copy()
                            : upstream;
                      }
                    })),
        made(
            "refusedBackwardOfABagClearsTheGradient",
            "ERR-08",
            "after a refused call, the gradient of the embeddingBag",
            ofBags((layer, config) -> RefusalFaults.clearingWhereRefused(layer))),
        reported(
            "tailPastTheLastEndIsDropped",
            "B51",
            "pytorch/pytorch#191965",
            "BAG-07",
            TAKEN,
            ofBags(DroppedTail::new)));
  }

  private static Defect clipping() {
    return clipping(input -> true);
  }

  /** Clips the indices of some inputs to the vocabulary. */
  private static Defect clipping(Predicate<BagInput> clipped) {
    return ofBags(
        (layer, config) ->
            new AlteredBag(layer, config) {
              @Override
              BagInput input(BagCall call) {
                HostTensor indices = call.input().indices();
                return indices.dtype().isIndex() && clipped.test(call.input())
                    ? new BagInput(
                        Edits.indices(
                            indices, index -> Math.min(index, config.table().numEmbeddings() - 1)),
                        call.input().offsets(),
                        call.input().perSampleWeights())
                    : call.input();
              }
            });
  }

  private static BagInput withInnerOffsetsInside(BagInput input) {
    HostTensor offsets = input.offsets();
    if (offsets == null || !offsets.dtype().isIndex() || offsets.rank() != 1) {
      return input;
    }
    long[] given = offsets.longs();
    int end = input.indices().size();
    for (int i = given.length - 2; i > 0; i--) {
      given[i] = Math.min(given[i], Math.min(end, given[i + 1]));
    }
    return new BagInput(
        input.indices(), Edits.indices(offsets, given, given.length), input.perSampleWeights());
  }

  private static BagInput withSpreadWeight(BagInput input) {
    HostTensor weights = input.perSampleWeights();
    return weights == null || weights.size() != 1
        ? input
        : new BagInput(
            input.indices(),
            input.offsets(),
            weights
                .reshape(UNIT)
                .view(new long[] {input.indices().size()}, new long[] {0}, weights.offset())
                .copy());
  }

  /** Writes what belongs to no bag where the last output ends. */
  private static final class WritingBeforeTheOutput extends AlteredBag {
    private final boolean lastOffsetIsAnEnd;
    private @Nullable HostTensor lastOutput;

    WritingBeforeTheOutput(LayerUnderTest<BagInput> inner, BagConfig config) {
      super(inner, config);
      this.lastOffsetIsAnEnd = config.includeLastOffset();
    }

    @Override
    public TensorHandle forward(BagInput input) {
      HostTensor offsets = input.offsets();
      HostTensor last = lastOutput;
      boolean noBag = !lastOffsetIsAnEnd && offsets != null && offsets.size() == 0;
      if (last == null || !noBag || input.indices().size() == 0) {
        return super.forward(input);
      }
      last.write(Edits.mapped(last, value -> value + 1));
      return HostTensor.zeros(last.dtype(), 0, last.extent(-1));
    }

    @Override
    HostTensor output(BagCall call, HostTensor output) {
      lastOutput = output;
      return output;
    }
  }

  /**
   * Takes an end before the end of the indices: a sum drops what follows, a mean drops it and
   * counts it, a maximum takes it along.
   */
  private static final class DroppedTail extends AlteredBag {
    private final BagConfig config;

    DroppedTail(LayerUnderTest<BagInput> inner, BagConfig config) {
      super(inner, config);
      this.config = config;
    }

    @Override
    public TensorHandle forward(BagInput input) {
      HostTensor offsets = input.offsets();
      if (!config.includeLastOffset() || offsets == null || offsets.size() < 2) {
        return super.forward(input);
      }
      long[] ends = offsets.longs();
      long tail = input.indices().size() - ends[ends.length - 1];
      if (tail <= 0) {
        return super.forward(input);
      }
      if (config.mode() == BagMode.MAX) {
        long[] moved = ends.clone();
        moved[moved.length - 1] += tail;
        return super.forward(
            new BagInput(input.indices(), Edits.indices(offsets, moved, moved.length), null));
      }
      long[] kept = Arrays.copyOf(input.indices().longs(), (int) ends[ends.length - 1]);
      HostTensor dropped =
          super.forward(new BagInput(Edits.indices(offsets, kept, kept.length), offsets, null))
              .read();
      long size = ends[ends.length - 1] - ends[ends.length - 2];
      return config.mode() == BagMode.SUM
          ? dropped
          : Edits.edited(dropped, values -> shrinkLastRow(values, dropped, size, tail));
    }

    private static void shrinkLastRow(double[] values, HostTensor output, long size, long tail) {
      for (int i = values.length - output.extent(1); i < values.length; i++) {
        values[i] = values[i] * (double) size / (double) (size + tail);
      }
    }
  }
}

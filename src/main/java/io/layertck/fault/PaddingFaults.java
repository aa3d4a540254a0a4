package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Defect.ofOptions;
import static io.layertck.fault.Defect.ofPairs;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Padding rows that are trained, masked, or zeroed when they should not be. */
final class PaddingFaults {
  /** More indices than this go another way. */
  private static final int SMALL_KERNEL = 768;

  private static final int NONE = -1;

  private PaddingFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "paddingIndexWrapsAround",
            "ERR-05",
            "was not refused: the layer was constructed",
            new WrappedPaddingIndex()),
        reported(
                "negativePaddingIndexIsRefused",
                "B15, the other way",
                "tracel-ai/burn#3739",
                "PAD-01",
                "padding_idx must not be negative",
                ofConfigured(PaddingFaults::refusingNegativePadding))
            .failingByException(),
        reported(
            "noPaddingIndexZeroesTheTable",
            "B28",
            "facebookresearch/fairseq#4076",
            "PAD-01",
            "of the weight is all zeros, and no row is padding",
            ofConfigured(
                (config, start, layer) ->
                    initialising(
                        start,
                        layer,
                        () -> zeroRows(layer, config, row -> paddingRow(config) == NONE)))),
        reported(
            "reinitialisationForgetsThePadding",
            "B30",
            "microsoft/Graphormer#41",
            "PAD-01",
            "of the weight is not all zeros, and the padding row is",
            ofConfigured(PaddingFaults::forgettingPadding)),
        reported(
            "givenPaddingRowIsZeroed",
            "B31",
            "pytorch/pytorch#47184",
            "PAD-01",
            "after a start from given values, column",
            ofConfigured(
                (config, start, layer) -> {
                  if (start instanceof Start.Given) {
                    zeroRows(layer, config, row -> row == paddingRow(config));
                  }
                  return layer;
                })),
        made("paddingRowOfABagIsDrawn", "PAD-01", "of a bag, row", new DrawnBagPadding()),
        made(
            "loadedPaddingRowIsZeroed",
            "PAD-01",
            "after loading a state, column",
            ofConfigured(
                (config, start, layer) ->
                    new Forwarding<>(layer) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        inner.load(state);
                        zeroRows(inner, config, row -> row == paddingRow(config));
                      }
                    })),
        reported(
            "givenPaddingRowIsEmittedAsZeros",
            "B31, the other way",
            "pytorch/pytorch#46585",
            "PAD-02",
            "with padding row",
            ofConfigured(
                (config, start, layer) ->
                    start instanceof Start.Given ? new UntilAssigned(layer, config) : layer)),
        reported(
            "paddingZeroesAWholePartition",
            "B33",
            "S-Lab-System-Group/Hydro#1",
            "PAD-01",
            "of the weight is all zeros, and the padding row is",
            ofConfigured(
                (config, start, layer) ->
                    initialising(
                        start, layer, () -> zeroRows(layer, config, inPaddedPartition(config))))),
        reported(
            "paddingRowIsAlwaysZero",
            "B34",
            "PaddlePaddle/Paddle#62301",
            "PAD-02",
            "with padding row",
            ofConfigured(
                (config, start, layer) ->
                    Altered.outputElements((call, values) -> zeroPadded(config, call, values))
                        .apply(layer))),
        made(
            "maxNormListsThePaddingOfASparseGradient",
            "PAD-06",
            "the sparse gradient beside max_norm is of row",
            ofOptions(
                config ->
                    config.sparse() && config.maxNorm() != null
                        ? config.withoutPaddingIdx()
                        : config)),
        reported(
            "paddingIsTrainedByManyIndices",
            "B21",
            "pytorch/pytorch#28716",
            "PAD-03",
            "positions are padding",
            ofConfigured(
                (config, start, layer) ->
                    addingPadded(
                        config,
                        layer,
                        (pass, position) ->
                            pass.call().input().size() > SMALL_KERNEL
                                    && position != lastPadded(config, pass)
                                ? 1
                                : 0))),
        reported(
            "backwardIgnoresPadding",
            "B25",
            "PaddlePaddle/Paddle#15679",
            "PAD-03",
            "positions are padding",
            ofConfigured(
                (config, start, layer) -> addingPadded(config, layer, (pass, position) -> 1))),
        reported(
            "paddingIsTrainedThroughPooling",
            "B37",
            "keras-team/keras#5392",
            "PAD-03",
            "positions are padding",
            ofConfigured(
                (config, start, layer) ->
                    addingPadded(
                        config,
                        layer,
                        (pass, position) -> pass.call().input().rank() > 1 ? 1 : 0))),
        reported(
            "paddingMaskHasTheLengthOfARow",
            "B118",
            "microsoft/onnxruntime#2300",
            "PAD-03",
            "positions are padding",
            ofConfigured(
                (config, start, layer) ->
                    addingPadded(
                        config,
                        layer,
                        (pass, position) -> position >= config.embeddingDim() ? 1 : 0))),
        reported(
            "paddingIsMaskedByMultiplication",
            "B154",
            "vllm-project/vllm#41249",
            "PAD-03",
            "it was multiplied by zero or added, not left out",
            ofConfigured(
                (config, start, layer) -> addingPadded(config, layer, (pass, position) -> 0))),
        made(
            "positionAfterPaddingIsSkipped",
            "PAD-04",
            ", beside padding row",
            ofConfigured(PaddingFaults::skippingAfterPadding)),
        made(
            "aBatchOfPaddingTrainsAllTheSame",
            "PAD-05",
            "where all positions are padding, is",
            ofConfigured(
                (config, start, layer) ->
                    addingPadded(
                        config,
                        layer,
                        (pass, position) ->
                            Arrays.stream(pass.call().input().longs())
                                    .allMatch(index -> index == paddingRow(config))
                                ? 1
                                : 0))),
        made(
            "paddingRowIsBlockedForTheHeadToo",
            "PAD-06",
            "the tied gradient asked of the",
            new BlockedHead()));
  }

  private static int paddingRow(EmbeddingConfig config) {
    Long index = config.paddingIdx();
    return index == null ? NONE : (int) Math.floorMod(index, config.numEmbeddings());
  }

  private static int lastPadded(EmbeddingConfig config, Pass pass) {
    long[] indices = pass.call().input().longs();
    int last = NONE;
    for (int position = 0; position < indices.length; position++) {
      last = indices[position] == paddingRow(config) ? position : last;
    }
    return last;
  }

  private static IntPredicate inPaddedPartition(EmbeddingConfig config) {
    int rowsOfOne = (int) (config.numEmbeddings() + 1) / 2;
    int padding = paddingRow(config);
    return row -> padding != NONE && row / rowsOfOne == Math.min(padding, 1);
  }

  private static void zeroRows(
      LayerUnderTest<HostTensor> layer, EmbeddingConfig config, IntPredicate rows) {
    HostTensor zeros = HostTensor.zeros(config.dtype(), 1, config.embeddingDim());
    for (int row = 0; row < config.numEmbeddings(); row++) {
      if (rows.test(row)) {
        layer.assign("weight", row, zeros);
      }
    }
  }

  /** Does something more after each of the layer's own initialisations. */
  private static LayerUnderTest<HostTensor> initialising(
      Start start, LayerUnderTest<HostTensor> layer, Runnable more) {
    if (start instanceof Start.Default) {
      more.run();
    }
    return new Forwarding<>(layer) {
      @Override
      public void reset(long seed) {
        inner.reset(seed);
        more.run();
      }
    };
  }

  private static LayerUnderTest<HostTensor> refusingNegativePadding(
      EmbeddingConfig config, Start start, LayerUnderTest<HostTensor> layer) {
    Long paddingIdx = config.paddingIdx();
    if (paddingIdx != null && paddingIdx < 0) {
      throw new IllegalArgumentException("padding_idx must not be negative, but is " + paddingIdx);
    }
    return layer;
  }

  private static LayerUnderTest<HostTensor> forgettingPadding(
      EmbeddingConfig config, Start start, LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public void reset(long seed) {
        inner.reset(seed);
        if (paddingRow(config) != NONE) {
          HostTensor drawn = HostTensor.zeros(config.dtype(), 1, config.embeddingDim());
          inner.assign("weight", paddingRow(config), Edits.mapped(drawn, zero -> zero + 0.25));
        }
      }
    };
  }

  private static void zeroPadded(EmbeddingConfig config, Call call, double[] values) {
    long[] indices = call.input().longs();
    int columns = call.columns();
    for (int position = 0; position < indices.length; position++) {
      if (indices[position] == paddingRow(config)) {
        Arrays.fill(values, position * columns, (position + 1) * columns, 0);
      }
    }
  }

  /** How often the upstream gradient of a padded position is added to the padding row. */
  @FunctionalInterface
  private interface Factor {
    int of(Pass pass, int position);
  }

  private static LayerUnderTest<HostTensor> addingPadded(
      EmbeddingConfig config, LayerUnderTest<HostTensor> layer, Factor factor) {
    return Altered.gradientElements(
            (pass, name, gradient) -> {
              long[] indices = pass.call().input().longs();
              double[] upstream = pass.upstream().widened();
              int columns = pass.call().columns();
              int row = paddingRow(config);
              for (int position = 0; position < indices.length; position++) {
                if (indices[position] == row) {
                  int times = factor.of(pass, position);
                  for (int column = 0; column < columns; column++) {
                    gradient[row * columns + column] +=
                        times * upstream[position * columns + column];
                  }
                }
              }
            })
        .apply(layer);
  }

  private static LayerUnderTest<HostTensor> skippingAfterPadding(
      EmbeddingConfig config, Start start, LayerUnderTest<HostTensor> layer) {
    return Altered.upstreamElements(
            (call, upstream) -> {
              long[] indices = call.input().longs();
              int columns = call.columns();
              for (int position = 1; position < indices.length; position++) {
                if (indices[position - 1] == paddingRow(config)) {
                  Arrays.fill(upstream, position * columns, (position + 1) * columns, 0);
                }
              }
            })
        .apply(layer);
  }

  /** Emits zeros for the padding row until a weight is assigned. */
  private static final class UntilAssigned extends Altered {
    private final EmbeddingConfig config;
    private boolean assigned;

    UntilAssigned(LayerUnderTest<HostTensor> inner, EmbeddingConfig config) {
      super(inner);
      this.config = config;
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      return assigned ? output : Edits.edited(output, values -> zeroPadded(config, call, values));
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      super.assign(name, firstRow, rows);
      assigned = true;
    }
  }

  /** Takes any padding index for a table with rows. */
  private static final class WrappedPaddingIndex implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      Long index = config.paddingIdx();
      return correct.embedding(
          index == null || config.numEmbeddings() <= 0
              ? config
              : config.withPaddingIdx(Math.floorMod(index, config.numEmbeddings())),
          start);
    }
  }

  /** Keeps the gradient of the head out of the padding row as well. */
  private static final class BlockedHead implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      return ofPairs(
              pair -> new Tied(blocked(config, pair.embedding()), blocked(config, pair.head())))
          .tied(correct, config, bias, start);
    }

    private static LayerUnderTest<HostTensor> blocked(
        EmbeddingConfig config, LayerUnderTest<HostTensor> layer) {
      return Altered.gradientElements(
              (pass, name, gradient) -> {
                int columns = (int) config.embeddingDim();
                int row = paddingRow(config);
                if (name.equals("weight") && row != NONE) {
                  Arrays.fill(gradient, row * columns, (row + 1) * columns, 0);
                }
              })
          .apply(layer);
    }
  }

  /** Zeroes the padding row of a bag before all rows are drawn, as LibTorch does. */
  private static final class DrawnBagPadding implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      EmbeddingConfig table = config.table();
      LayerUnderTest<BagInput> layer =
          correct.embeddingBag(
              start instanceof Start.Default
                  ? new BagConfig(
                      table.withoutPaddingIdx(), config.mode(), config.includeLastOffset())
                  : config,
              start);
      return new Forwarding<>(layer) {
        @Override
        public void reset(long seed) {
          LayerUnderTest<HostTensor> drawn =
              correct.embedding(table.withoutPaddingIdx(), new Start.Default(seed));
          inner.assign("weight", 0, drawn.parameter("weight").read());
          drawn.close();
        }
      };
    }
  }
}

package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/** Lookups of good indices that return other rows, or rows with other bits. */
final class LookupFaults {
  /** Stands for the 65,536 of a 16-bit counter and for the 2^31 of a 32-bit one. */
  private static final int SIXTEEN_BITS = 1 << 16;

  private LookupFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
                "emptyIndicesFail",
                "B98",
                "tinygrad/tinygrad#3048",
                "EMB-01",
                "cannot gather with 0 indices",
                ofEmbeddings(LookupFaults::refusingNoIndices))
            .failingByException(),
        made(
            "rankZeroIndexGetsADimension",
            "EMB-01",
            "has shape [1,",
            ofEmbeddings(
                Altered.output(
                    (call, output) ->
                        call.input().rank() == 0 ? output.reshape(1, output.extent(0)) : output))),
        made(
            "quietNaNLosesItsPayload",
            "EMB-02",
            "is NaN with bits 0x7f",
            ofEmbeddings(
                Altered.output(
                    (call, output) ->
                        Edits.mapped(output, value -> Double.isNaN(value) ? Double.NaN : value)))),
        reported(
            "deduplicatedRowsAreNotExpanded",
            "B83",
            "tensorflow/recommenders-addons#417",
            "EMB-02",
            "the output row is the weight row",
            ofEmbeddings(Altered.input(call -> distinctThenLast(call.input())))),
        made(
            "rowZeroIsAlwaysZero",
            "EMB-02",
            "the output row is all zeros",
            ofEmbeddings(zeroingRows(index -> index == 0))),
        reported(
            "unevenSplitReadsTheNextSplit",
            "B181",
            "tensorflow/tensorflow#19265",
            "EMB-02",
            "the output row is the weight row",
            ofEmbeddings(
                Altered.input(
                    call ->
                        Edits.indices(call.input(), index -> inEqualSplits(index, call.rows()))))),
        reported(
            "indexOffsetIsAddedTwice",
            "B63",
            "openvinotoolkit/openvino#37371",
            "EMB-02",
            "the output row is the weight row",
            ofEmbeddings(Altered.input(call -> Misread.offsetTwice(call.input())))),
        made(
            "eighthLaneRepeatsTheSeventh",
            "EMB-04",
            "indices, column",
            ofEmbeddings(Altered.input(call -> atPositions(call, i -> i % 8 == 7 ? i - 1 : i)))),
        made(
            "lastRowIsUnreachable",
            "EMB-05",
            "after relabelling, column",
            ofEmbeddings(
                Altered.input(
                    call ->
                        Edits.indices(
                            call.input(),
                            index -> Math.min(index, Math.max(0, call.rows() - 2L)))))),
        made(
            "unselectedRowsAreMaskedByMultiplication",
            "EMB-06",
            "rows that are not looked up hold NaN or infinity",
            ofEmbeddings(Altered.outputElements(LookupFaults::addZeroTimesEveryRow))),
        made(
            "lookupIsAOneHotProduct",
            "EQV-02",
            "beside an infinite row, column",
            ofEmbeddings(Altered.outputElements(LookupFaults::addZeroTimesEveryRow))),
        reported(
            "rowsPastTheGridAreNotRead",
            "B104",
            "ggml-org/llama.cpp#25103",
            "EMB-11",
            "the output row is all zeros",
            ofEmbeddings(zeroingRows(index -> index >= SIXTEEN_BITS - 1))),
        reported(
            "middleWidthsLoadHalfAVector",
            "B101",
            "pytorch/FBGEMM#2009",
            "EMB-11",
            "in most columns only",
            ofEmbeddings(zeroingColumns(columns -> columns > 8 && columns < 16, columns -> 8))),
        reported(
            "lastSixteenColumnsOfARaggedRowAreLost",
            "B102",
            "tenstorrent/tt-metal#44500",
            "EMB-11",
            "in most columns only",
            ofEmbeddings(
                zeroingColumns(
                    columns -> columns > 512 && columns % 512 != 0, columns -> columns - 16))),
        made(
            "oddColumnOfHalvesIsNotLoaded",
            "EMB-11",
            "in most columns only",
            ofConfigured(
                (config, start, layer) ->
                    config.dtype().isHalf()
                        ? zeroingColumns(
                                columns -> columns > 8 && columns % 2 == 1, columns -> columns - 1)
                            .apply(layer)
                        : layer)),
        made(
            "offsetsOfALargeTableOverflow",
            "EMB-12",
            ", which begins at element ",
            ofEmbeddings(Altered.outputElements(LookupFaults::readAtNarrowOffsets))),
        made(
            "rowsPastTheLimitAreZero",
            "EMB-12",
            " is 0.0, expected ",
            ofEmbeddings(Altered.outputElements(LookupFaults::dropRowsPastTheLimit))),
        reported(
            "flatOffsetOverflows",
            "B86",
            "microsoft/onnxruntime#28108",
            "EMB-11",
            "the output row is no row of the weight",
            ofEmbeddings(Altered.outputElements(LookupFaults::readAtNarrowOffsets))),
        reported(
            "outputPositionOverflows",
            "B89",
            "ml-explore/mlx#1338",
            "EMB-11",
            "the output row is",
            ofEmbeddings(Altered.outputElements(LookupFaults::writeAtNarrowPositions))),
        reported(
            "oneHotClassesOverflowASmallType",
            "B19",
            "tinygrad/tinygrad#11975",
            "EQV-01",
            "the product of the one-hot row and the weight",
            ofEmbeddings(zeroingRows(index -> index >= 32))),
        reported(
            "oneHotClassesLieOnTheFirstAxis",
            "B18",
            "apache/tvm#16295",
            "EQV-01",
            "the product of the one-hot row and the weight",
            ofEmbeddings(Altered.outputElements(LookupFaults::multiplyByClassesFirst))),
        reported(
            "productOfTheLeadingExtentsOverflows",
            "B90",
            "tensorflow/tensorflow#127165",
            "EMB-02",
            "the output row is all zeros",
            ofEmbeddings(Altered.outputElements(LookupFaults::loseRowsOfANarrowProduct))),
        made(
            "constructorTakesTheDimensionFirst",
            "EQV-08",
            "V and D seem to be swapped",
            new SwappedSizes()));
  }

  private static LayerUnderTest<HostTensor> refusingNoIndices(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(HostTensor indices) {
        if (indices.size() == 0) {
          throw new IllegalStateException("cannot gather with 0 indices");
        }
        return inner.forward(indices);
      }
    };
  }

  private static HostTensor distinctThenLast(HostTensor indices) {
    long[] distinct = Arrays.stream(indices.longs()).distinct().toArray();
    long[] read = Arrays.copyOf(distinct, indices.size());
    for (int i = distinct.length; i < read.length; i++) {
      read[i] = distinct[distinct.length - 1];
    }
    return Edits.indices(indices, read, indices.shape());
  }

  /** Two thirds of the rows lie in the first split, and half of them are looked for there. */
  private static long inEqualSplits(long index, int rows) {
    int first = (2 * rows + 2) / 3;
    int assumed = (rows + 1) / 2;
    return index < assumed ? index : Math.min(rows - 1L, first + index - assumed);
  }

  private static HostTensor atPositions(Call call, IntUnaryOperator position) {
    long[] indices = call.input().longs();
    long[] read = new long[indices.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = indices[position.applyAsInt(i)];
    }
    return Edits.indices(call.input(), read, call.input().shape());
  }

  private static UnaryOperator<LayerUnderTest<HostTensor>> zeroingRows(LongPredicate unread) {
    return Altered.outputElements(
        (call, values) -> {
          long[] indices = call.input().longs();
          int columns = call.columns();
          for (int i = 0; i < values.length; i++) {
            if (unread.test(indices[i / columns])) {
              values[i] = 0;
            }
          }
        });
  }

  private static UnaryOperator<LayerUnderTest<HostTensor>> zeroingColumns(
      IntPredicate widths, IntUnaryOperator firstLost) {
    return Altered.outputElements(
        (call, values) -> {
          int columns = call.columns();
          for (int i = 0; widths.test(columns) && i < values.length; i++) {
            if (i % columns >= firstLost.applyAsInt(columns)) {
              values[i] = 0;
            }
          }
        });
  }

  private static void addZeroTimesEveryRow(Call call, double[] values) {
    double[] weight = call.weight().widened();
    int columns = call.columns();
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      for (int i = column; i < weight.length; i += columns) {
        sum += 0 * weight[i];
      }
      for (int i = column; i < values.length; i += columns) {
        values[i] += sum;
      }
    }
  }

  private static void readAtNarrowOffsets(Call call, double[] values) {
    double[] weight = call.weight().widened();
    long[] indices = call.input().longs();
    int columns = call.columns();
    for (int i = 0; i < values.length; i++) {
      int offset = (int) indices[i / columns] * columns % SIXTEEN_BITS;
      values[i] = weight[offset + i % columns];
    }
  }

  /** Makes one-hot columns, {@code [V, n]}, and multiplies them as if they were one-hot rows. */
  private static void multiplyByClassesFirst(Call call, double[] values) {
    double[] weight = call.weight().widened();
    long[] indices = call.input().longs();
    int columns = call.columns();
    Arrays.fill(values, 0);
    for (int position = 0; position < indices.length; position++) {
      int hot = (int) indices[position] * indices.length + position;
      for (int column = 0; column < columns; column++) {
        values[hot / call.rows() * columns + column] +=
            weight[hot % call.rows() * columns + column];
      }
    }
  }

  /** Counts the positions of several axes in five bits, which stand for the thirty-one. */
  private static void loseRowsOfANarrowProduct(Call call, double[] values) {
    int counted = call.input().rank() < 2 ? call.input().size() : call.input().size() % 32;
    Arrays.fill(values, Math.min(counted * call.columns(), values.length), values.length, 0);
  }

  private static void dropRowsPastTheLimit(Call call, double[] values) {
    long[] indices = call.input().longs();
    int columns = call.columns();
    for (int i = 0; i < values.length; i++) {
      values[i] = indices[i / columns] * columns < SIXTEEN_BITS ? values[i] : 0;
    }
  }

  private static void writeAtNarrowPositions(Call call, double[] values) {
    int columns = call.columns();
    int first = SIXTEEN_BITS * columns;
    for (int i = first; i < values.length; i++) {
      values[i - first] = values[i];
      values[i] = 0;
    }
  }

  /** An embedding whose constructor reads D, V; no bounds are checked on top of it. */
  private static final class SwappedSizes implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      EmbeddingConfig swapped =
          EmbeddingConfig.of(config.embeddingDim(), config.numEmbeddings(), config.dtype());
      Start reshaped =
          start instanceof Start.Given given
              ? new Start.Given(
                  Map.of(
                      "weight",
                      given
                          .parameter("weight")
                          .reshape(swapped.numEmbeddings(), swapped.embeddingDim())))
              : start;
      return Altered.input(
              call ->
                  Edits.indices(
                      call.input(), index -> Math.min(index, swapped.numEmbeddings() - 1)))
          .apply(correct.embedding(swapped, reshaped));
    }
  }
}

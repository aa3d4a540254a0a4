package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** Bad indices that are taken, and good ones that lose bits on the way. */
final class IndexFaults {
  /** A number that no generator draws. */
  private static final double GARBAGE = 1.125e30;

  private static final int MANY = 1024;

  private IndexFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "manyIndicesAreNotChecked",
            "ERR-01",
            "was not refused",
            ofEmbeddings(
                Altered.input(
                    call ->
                        call.input().size() < MANY
                            ? call.input()
                            : Edits.indices(
                                call.input(),
                                index -> Math.max(0, Math.min(call.rows() - 1L, index)))))),
        reported(
            "indexOutOfRangeGivesZeroRow",
            "B01",
            "tensorflow/tensorflow#27033",
            "ERR-01",
            "the output row is all zeros",
            ofEmbeddings(layer -> filling(layer, IndexFaults::isTooLarge, 0))),
        reported(
            "indexOutOfRangeGivesZeroAndTrainsTheLastRow",
            "B09",
            "tensorflow/tensorflow#57902",
            "ERR-01",
            "the output row is all zeros",
            ofEmbeddings(IndexFaults::zeroForwardAndClampedBackward)),
        reported(
            "indexOutOfRangeGivesNaNRow",
            "B07",
            "tensorflow/tfjs#5994",
            "ERR-01",
            "the output row holds NaN",
            ofEmbeddings(layer -> filling(layer, IndexFaults::isTooLarge, Double.NaN))),
        reported(
            "indexOutOfRangeReadsTheNextTable",
            "B03",
            "pytorch/pytorch#571",
            "ERR-01",
            "the output row is no row of the weight",
            ofEmbeddings(layer -> filling(layer, IndexFaults::isTooLarge, GARBAGE))),
        reported(
            "oneHotOfIndexModuloDepth",
            "B16",
            "onnx/onnx#8113",
            "ERR-01",
            "the output row is the weight row",
            ofEmbeddings(
                Altered.input(
                    call ->
                        remapped(
                            call, index -> index >= call.rows() ? index % call.rows() : index)))),
        made(
            "indexOutOfRangeIsClipped",
            "ERR-01",
            "the output row is the weight row",
            ofEmbeddings(
                Altered.input(call -> remapped(call, index -> Math.min(index, call.rows() - 1L))))),
        reported(
            "recordedPathSkipsTheUpperBound",
            "B04",
            "pytorch/pytorch#100831",
            "ERR-01",
            "in a recorded forward was not refused",
            ofEmbeddings(IndexFaults::checkedInForwardOnly)),
        reported(
            "negativeIndexWraps",
            "B10",
            "pytorch/pytorch#151918",
            "ERR-02",
            "the output row is the weight row",
            ofEmbeddings(
                Altered.input(
                    call -> remapped(call, index -> index < 0 ? index + call.rows() : index)))),
        reported(
            "negativeIndexReadsBeforeTheTable",
            "B12",
            "apache/tvm#19436",
            "ERR-02",
            "the output row is no row of the weight",
            ofEmbeddings(layer -> filling(layer, (index, rows) -> index < 0, GARBAGE))),
        reported(
            "negativeIndexIsAddedToTheFlatOffset",
            "B13",
            "apache/tvm#20217",
            "ERR-02",
            "was not refused: forward returned, and the output row",
            ofEmbeddings(IndexFaults::lastElementsOfTheRowsBefore)),
        reported(
            "negativeIndexIsReadAsUnsigned",
            "B15",
            "microsoft/onnxruntime#1533",
            "ERR-02",
            "the output row is the weight row",
            ofEmbeddings(
                Altered.input(
                    call ->
                        remapped(call, index -> Math.min(index & 0xFFFFFFFFL, call.rows() - 1L))))),
        reported(
            "floatingIndicesAreTruncated",
            "B96",
            "nntrainer/nntrainer#1737",
            "ERR-04",
            "was not refused: forward returned",
            ofEmbeddings(Altered.input(IndexFaults::withIntegers))),
        made(
            "refusalDoesNotNameTheIndex",
            "ERR-10",
            "names not both the index and the allowed range",
            ofEmbeddings(IndexFaults::refusingWithoutNumbers)),
        reported(
            "wideIndicesAreReadAsNarrow",
            "B95",
            "microsoft/onnxruntime#26537",
            "EMB-03",
            "for int64 indices, column",
            ofEmbeddings(Altered.input(IndexFaults::halvesOfWideIndices))),
        reported(
            "indicesThroughFloat16",
            "B92",
            "keras-team/keras#10531",
            "EMB-13",
            "the output row is the weight row",
            ofEmbeddings(
                indicesThrough(index -> (long) Rounding.toSignificantBits((double) index, 11)))),
        reported(
            "indicesThroughBfloat16",
            "B93",
            "RosettaCommons/foundry#236",
            "EMB-13",
            "the output row is the weight row",
            ofEmbeddings(
                indicesThrough(index -> (long) Rounding.toSignificantBits((double) index, 8)))),
        made(
            "indicesInSixteenBits",
            "EMB-13",
            "the output row is the weight row",
            ofEmbeddings(indicesThrough(index -> index & 0xFFFF))),
        made(
            "indicesThroughTheHalfTypeOfTheTable",
            "EMB-13",
            "the output row is the weight row",
            ofConfigured(
                (config, start, layer) ->
                    config.dtype().isHalf()
                        ? indicesThrough(index -> (long) config.dtype().nearest((double) index))
                            .apply(layer)
                        : layer)));
  }

  /** Tells whether an index is outside a table of so many rows. */
  @FunctionalInterface
  private interface Condition {
    boolean holds(long index, long rows);
  }

  private static boolean isTooLarge(long index, long rows) {
    return index >= rows;
  }

  /** Maps good indices only as far as the table has rows and columns to read. */
  private static HostTensor remapped(Call call, LongUnaryOperator map) {
    // What no element is read from shows no origin.
    return call.rows() == 0 || call.columns() == 0 || !call.input().dtype().isIndex()
        ? call.input()
        : Edits.indices(call.input(), map);
  }

  private static UnaryOperator<LayerUnderTest<HostTensor>> indicesThrough(LongUnaryOperator map) {
    return Altered.input(
        call -> remapped(call, index -> Math.min(map.applyAsLong(index), call.rows() - 1L)));
  }

  /** Reads row 0 for bad indices and then overwrites what was read. */
  private static LayerUnderTest<HostTensor> filling(
      LayerUnderTest<HostTensor> layer, Condition bad, double filler) {
    UnaryOperator<LayerUnderTest<HostTensor>> reading =
        Altered.input(call -> remapped(call, index -> bad.holds(index, call.rows()) ? 0 : index));
    return overwriting(bad, filler).apply(reading.apply(layer));
  }

  private static UnaryOperator<LayerUnderTest<HostTensor>> overwriting(
      Condition bad, double filler) {
    return Altered.outputElements(
        (call, values) -> {
          long[] indices = call.input().longs();
          int columns = call.columns();
          for (int i = 0; i < values.length; i++) {
            if (bad.holds(indices[i / columns], call.rows())) {
              values[i] = filler;
            }
          }
        });
  }

  /** Forward overwrites what was read for a bad index; backward trains the row that was read. */
  private static LayerUnderTest<HostTensor> zeroForwardAndClampedBackward(
      LayerUnderTest<HostTensor> layer) {
    UnaryOperator<LayerUnderTest<HostTensor>> clamping =
        Altered.input(call -> remapped(call, index -> Math.min(index, call.rows() - 1L)));
    return overwriting(IndexFaults::isTooLarge, 0).apply(clamping.apply(layer));
  }

  /** Every element of a negative index is the last one of the row before its own position. */
  private static LayerUnderTest<HostTensor> lastElementsOfTheRowsBefore(
      LayerUnderTest<HostTensor> layer) {
    UnaryOperator<LayerUnderTest<HostTensor>> reading =
        Altered.input(call -> remapped(call, index -> Math.max(index, 0)));
    UnaryOperator<LayerUnderTest<HostTensor>> overwriting =
        Altered.outputElements(
            (call, values) -> {
              long[] indices = call.input().longs();
              double[] weight = call.weight().widened();
              int columns = call.columns();
              for (int i = 0; i < values.length; i++) {
                int before = i / columns % call.rows() * columns - 1;
                if (indices[i / columns] < 0) {
                  values[i] = before < 0 ? 0 : weight[before];
                }
              }
            });
    return overwriting.apply(reading.apply(layer));
  }

  private static LayerUnderTest<HostTensor> checkedInForwardOnly(LayerUnderTest<HostTensor> layer) {
    return new Altered(layer) {
      @Override
      public RecordedForward record(HostTensor indices) {
        Call call = new Call(inner, indices);
        return new ForwardingRecord(
            inner.record(remapped(call, index -> Math.min(index, call.rows() - 1L))));
      }
    };
  }

  private static LayerUnderTest<HostTensor> refusingWithoutNumbers(
      LayerUnderTest<HostTensor> layer) {
    return new Altered(layer) {
      @Override
      public TensorHandle forward(HostTensor indices) {
        try {
          return inner.forward(indices);
        } catch (IndexOutOfBoundsException refusal) {
          IndexOutOfBoundsException vague =
              new IndexOutOfBoundsException("index out of range in self");
          vague.initCause(refusal);
          throw vague;
        }
      }
    };
  }

  /** Truncates indices that are no integers. */
  static HostTensor withIntegers(Call call) {
    HostTensor indices = call.input();
    if (!indices.dtype().isFloating()) {
      return indices;
    }
    double[] values = indices.widened();
    long[] whole = new long[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (long) values[i];
    }
    return HostTensor.of(whole, indices.shape());
  }

  /** Low and high half of an int64 index become two int32 indices; half of the indices is lost. */
  private static HostTensor halvesOfWideIndices(Call call) {
    HostTensor indices = call.input();
    if (indices.dtype() != DType.INT64) {
      return indices;
    }
    long[] wide = indices.longs();
    long[] read = new long[wide.length];
    for (int i = 0; i < read.length; i++) {
      long index = wide[i / 2];
      read[i] = i % 2 == 0 ? index & 0xFFFFFFFFL : index >>> 32;
    }
    return Edits.indices(indices, read, indices.shape());
  }
}

package io.layertck.fault;

import static io.layertck.fault.Defect.ofLinearParameters;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Linear forwards whose structure is wrong: shapes, bias, layouts, rows that depend on others. */
final class LinearFaults {
  private static final int BFLOAT16_BITS = 8;
  private static final double FLOAT16_MAXIMUM = 65504;

  private static final int LONG_SUM = 64;

  private LinearFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "leadingDimensionsAreFlattened",
            "B135",
            "apache/mxnet#1778",
            "LIN-01",
            "has shape [",
            ofLinears(Altered.output((call, output) -> output.reshape(call.batch(), call.rows())))),
        reported(
            "biasIsLostWithoutInputs",
            "B156",
            "JuliaGPU/oneAPI.jl#628",
            "LIN-01",
            "the bias is missing",
            ofLinears(
                Altered.outputElements(
                    (call, values) -> {
                      if (call.columns() == 0) {
                        Arrays.fill(values, 0);
                      }
                    }))),
        made(
            "overflowSaturatesAtTheLargestNumber",
            "LIN-05",
            "3.402823",
            ofLinears(
                Altered.output(
                    (call, output) ->
                        Edits.mapped(
                            output,
                            value ->
                                Double.isInfinite(value)
                                    ? Math.copySign(Float.MAX_VALUE, value)
                                    : value)))),
        made(
            "squareWeightIsReadTransposed",
            "LIN-02",
            "the weight is read transposed",
            ofLinearParameters(LinearFaults::transposedIfSquare)),
        made(
            "outputSaturatesAtTheFloat16Maximum",
            "LIN-04",
            "for an input times 2^",
            ofLinears(
                Altered.output(
                    (call, output) ->
                        Edits.mapped(
                            output,
                            value ->
                                Math.max(-FLOAT16_MAXIMUM, Math.min(FLOAT16_MAXIMUM, value)))))),
        made(
            "zeroInputSkipsItsWeight",
            "LIN-05",
            "a zero input skips no weight",
            ofLinears(Altered.outputElements(LinearFaults::skipZeroInputs))),
        made(
            "subnormalBiasIsFlushed",
            "LIN-06",
            "for an input of zeros, the output",
            ofLinearParameters(
                parameter ->
                    parameter.rank() == 1
                        ? Edits.mapped(
                            parameter,
                            value -> Math.abs(value) < parameter.dtype().minNormal() ? 0 : value)
                        : parameter)),
        made(
            "nanIsLostInLongSums",
            "LIN-05",
            "expected NaN",
            ofLinears(Altered.outputElements(LinearFaults::skipNaN))),
        made(
            "inputsAreRoundedToBfloat16",
            "LIN-06",
            "through an identity weight, the output",
            ofLinears(
                Altered.input(
                    call ->
                        call.input().dtype().isFloating()
                            ? Edits.mapped(
                                call.input(),
                                value -> Rounding.toSignificantBits(value, BFLOAT16_BITS))
                            : call.input()))),
        reported(
            "vectorPathComputesTheFirstBatchOnly",
            "B136",
            "alibaba/BladeDISC#243",
            "LIN-07",
            "for the input as one matrix of rows, the output",
            ofLinears(Altered.outputElements(LinearFaults::dropLaterVectors))),
        reported(
            "fewRowsLoseTheirLastOutput",
            "B138",
            "ggml-org/llama.cpp#25906",
            "LIN-07",
            "for the input with the last row alone, the output",
            ofLinears(
                Altered.outputElements(
                    (call, values) -> {
                      for (int i = 0; call.batch() <= 8 && i < values.length; i++) {
                        values[i] = (i + 1) % call.rows() == 0 ? 0 : values[i];
                      }
                    }))),
        reported(
            "batchedPathRoundsToBfloat16",
            "B139",
            "Avarok-Cybersecurity/atlas#653",
            "LIN-07",
            "for the input with the last row alone, the output",
            ofLinears(
                Altered.output(
                    (call, output) ->
                        call.batch() == 1
                            ? output
                            : Edits.mapped(
                                output,
                                value -> Rounding.toSignificantBits(value, BFLOAT16_BITS))))),
        made(
            "rowsShareOneScale",
            "LIN-08",
            "beside a row of ",
            ofLinears(Altered.outputElements(LinearFaults::rescaleByTheLargestInput))),
        reported(
            "biasIsIgnored",
            "B141",
            "tenstorrent/tt-metal#5237",
            "LIN-09",
            "the bias is missing",
            ofLinears(biasAdded((row, column) -> -1))),
        reported(
            "biasReachesTheFirstColumnOnly",
            "B144",
            "pytorch/pytorch#108199",
            "LIN-09",
            "the bias is missing",
            ofLinears(biasAdded((row, column) -> column == 0 ? 0 : -1))),
        reported(
            "biasReachesTheFirstRowOnly",
            "B143",
            "flagos-ai/FlagGems#553",
            "LIN-09",
            "the bias is missing",
            ofLinears(biasAdded((row, column) -> row == 0 ? 0 : -1))),
        reported(
            "biasIsAddedTwiceToOneColumn",
            "B146",
            "apple/ml-cross-entropy#53",
            "LIN-09",
            "the bias is added twice",
            ofLinears(biasAdded((row, column) -> column == 0 ? 1 : 0))),
        reported(
            "weightIsTakenForContiguous",
            "B120",
            "pytorch/pytorch#162779",
            "LIN-10",
            "a strided weight",
            ofLinearParameters(Misread::asDense)),
        reported(
            "transposedWeightIsMisreadBesideABias",
            "B122",
            "pytorch/pytorch#104439",
            "LIN-10",
            "a strided weight",
            new MisreadBesideABias()),
        reported(
            "inputIsTakenForContiguous",
            "B123",
            "NVIDIA/TransformerEngine#1017",
            "LIN-10",
            "for a strided input",
            ofLinears(Altered.input(call -> Misread.asDense(call.input())))),
        reported(
            "leadingDimensionIsIgnored",
            "B133",
            "libxsmm/libxsmm#51",
            "LIN-10",
            "for a strided input",
            ofLinears(Altered.input(call -> Misread.withoutLeadingDimension(call.input())))),
        reported(
            "repackedWeightKeepsItsOldStrides",
            "B126",
            "ggml-org/llama.cpp#10021",
            "LIN-10",
            "a strided weight",
            ofLinearParameters(Misread::repackedWithOldStrides)),
        made(
            "weightShowsTheFrameworksOwnLayout",
            "EQV-03",
            "the weight of Linear(D, V) has shape",
            ofLinears(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public TensorHandle parameter(String name) {
                        HostTensor value = inner.parameter(name).read();
                        return name.equals("weight") ? transposed(value) : value;
                      }
                    })),
        reported(
            "weightIsReadOutInColumnOrder",
            "B131",
            "deeplearning4j/nd4j#322",
            "EQV-04",
            "of the linear layer's weight, column",
            ofLinears(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public TensorHandle parameter(String name) {
                        HostTensor value = inner.parameter(name).read();
                        return name.equals("weight")
                            ? transposed(value).reshape(value.shape())
                            : value;
                      }
                    })),
        made(
            "logitsAreShiftedByOneToken",
            "EQV-05",
            "the dot product with the embedding of",
            ofLinears(Altered.outputElements(LinearFaults::shiftByOneOutput))),
        made(
            "oneHotShortcutGathersARowForAColumn",
            "EQV-06",
            "the embedding's row",
            ofLinears(Altered.outputElements(LinearFaults::gatherRowsForOneHotInputs))));
  }

  /** Says how often the bias is added too much to an element; -1 leaves it out. */
  @FunctionalInterface
  private interface BiasSurplus {
    int at(int row, int column);
  }

  private static UnaryOperator<LayerUnderTest<HostTensor>> biasAdded(BiasSurplus surplus) {
    return Altered.outputElements(
        (call, values) -> {
          double[] bias = call.bias();
          for (int i = 0; bias != null && i < values.length; i++) {
            int column = i % bias.length;
            values[i] += surplus.at(i / bias.length, column) * bias[column];
          }
        });
  }

  private static HostTensor transposed(HostTensor matrix) {
    HostTensor dense = matrix.copy();
    return dense
        .view(
            new long[] {dense.extent(1), dense.extent(0)},
            new long[] {1, Math.max(1, dense.extent(1))},
            0)
        .copy();
  }

  private static HostTensor transposedIfSquare(HostTensor parameter) {
    boolean square = parameter.rank() == 2 && parameter.extent(0) == parameter.extent(1);
    return square ? transposed(parameter) : parameter;
  }

  private static void skipZeroInputs(Call call, double[] values) {
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    double[] bias = call.bias();
    int in = call.columns();
    int out = call.rows();
    for (int i = 0; i < values.length; i++) {
      double sum = bias == null ? 0 : bias[i % out];
      for (int k = 0; k < in; k++) {
        double factor = input[i / out * in + k];
        sum += factor == 0 ? 0 : factor * weight[i % out * in + k];
      }
      values[i] = sum;
    }
  }

  private static void dropLaterVectors(Call call, double[] values) {
    HostTensor input = call.input();
    if (input.rank() >= 3 && input.extent(-2) == 1) {
      Arrays.fill(values, Math.min(call.rows(), values.length), values.length, 0);
    }
  }

  /** Divides by the largest input and multiplies with it again, as dynamic scaling does. */
  private static void rescaleByTheLargestInput(Call call, double[] values) {
    double largest = 1;
    for (double value : call.input().widened()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] / largest * largest;
    }
  }

  private static void shiftByOneOutput(Call call, double[] values) {
    double[] right = values.clone();
    int out = call.rows();
    for (int i = 0; i < values.length; i++) {
      values[i] = right[i / out * out + (i + 1) % out];
    }
  }

  private static void gatherRowsForOneHotInputs(Call call, double[] values) {
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    int in = call.columns();
    int out = call.rows();
    for (int row = 0; row < call.batch(); row++) {
      int hot = hotFeature(Arrays.copyOfRange(input, row * in, (row + 1) * in));
      for (int o = 0; hot >= 0 && hot < out && o < Math.min(in, out); o++) {
        values[row * out + o] = weight[hot * in + o];
      }
    }
  }

  /** Takes no product with NaN, where there are more than a tile holds. */
  private static void skipNaN(Call call, double[] values) {
    int in = call.columns();
    if (in < LONG_SUM) {
      return;
    }
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    double[] bias = call.bias();
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        int row = i / call.rows() * in;
        int output = i % call.rows();
        double sum = bias == null || Double.isNaN(bias[output]) ? 0 : bias[output];
        for (int k = 0; k < in; k++) {
          double product = input[row + k] * weight[output * in + k];
          sum += Double.isNaN(product) ? 0 : product;
        }
        values[i] = sum;
      }
    }
  }

  /** Returns the one feature that is 1 while all others are 0, or -1. */
  private static int hotFeature(double[] row) {
    int hot = -1;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == 1 && hot < 0) {
        hot = i;
      } else if (row[i] != 0) {
        return -1;
      }
    }
    return hot;
  }

  /** The call that adds a bias takes a transposed weight for a dense one; the other does not. */
  private static final class MisreadBesideABias implements Defect {
    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      Defect misreading =
          ofLinearParameters(
              parameter -> isTransposed(parameter) ? Misread.asDense(parameter) : parameter);
      return config.bias()
          ? misreading.linear(correct, config, start)
          : correct.linear(config, start);
    }

    private static boolean isTransposed(HostTensor parameter) {
      return parameter.rank() == 2
          && parameter.strides()[0] == 1
          && parameter.strides()[1] == parameter.extent(0);
    }
  }
}

package io.layertck.fault;

import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;

/** Linear forwards that are wrong at the tails of vectors and tiles and past narrow counters. */
final class TileFaults {
  private static final int VECTOR = 8;
  private static final int TILE = 32;
  private static final int BLOCK = 64;
  private static final int SIXTEEN_BITS = 1 << 16;

  private TileFaults() {}

  static List<Fault> all() {
    return List.of(
        linear(
            "manyRowsAreNotComputed",
            "B105",
            "tracel-ai/burn#4966",
            "the element was not computed",
            (call, values) -> {
              if (call.batch() >= 500) {
                Arrays.fill(values, 0);
              }
            }),
        linear(
            "lastPartialBlockOfOutputsIsNotWritten",
            "B107",
            "ml-explore/mlx#4250",
            "the element was not computed",
            (call, values) -> {
              int out = call.rows();
              for (int i = 0; call.columns() > 0 && i < values.length; i++) {
                if (i % out >= out / BLOCK * BLOCK) {
                  values[i] = 0;
                }
              }
            }),
        linear(
            "raggedTailOfTheSumIsLost",
            "B108",
            "ml-explore/mlx#4009",
            "is missing, the last",
            (call, values) -> addTerms(call, values, -1, call.columns() / BLOCK * BLOCK)),
        linear(
            "tilePaddingEntersTheSum",
            "B110",
            "tenstorrent/tt-metal#22333",
            "the sum has wrong terms",
            (call, values) -> {
              double garbage = call.columns() % TILE == 0 ? 0 : 0.375;
              for (int i = 0; i < values.length; i++) {
                values[i] += garbage;
              }
            }),
        linear(
            "tailLoopStartsAtTheVectorCount",
            "B111",
            "halide/Halide#656",
            "the sum has wrong terms",
            TileFaults::tailFromTheVectorCount),
        linear(
            "packedWeightIsIndexedWithoutItsPadding",
            "B113",
            "microsoft/onnxruntime#28394",
            "the sum has wrong terms",
            TileFaults::indexPackedWeightUnpadded),
        linear(
            "unalignedFanInLosesItsLastTerm",
            "B114",
            "ROCm/composable_kernel#225",
            "term 4096 of 4097 is missing, the last",
            (call, values) -> {
              if (call.columns() == 4097) {
                addTerms(call, values, -1, 4096);
              }
            }),
        linear(
            "fanInOfOneFillsTheFirstGroupOnly",
            "B116",
            "ROCm/legacy-rocm-build#5722",
            "the element was not computed",
            (call, values) -> {
              if (call.columns() == 1) {
                Arrays.fill(values, Math.min(values.length, 16), values.length, 0);
              }
            }),
        made(
            "oddFanInOfHalvesLosesItsLastTerm",
            "LIN-13",
            "is missing, the last",
            ofLinears(
                Altered.outputElements(
                    (call, values) -> {
                      boolean halves = call.input().dtype().isHalf();
                      if (halves && call.columns() % 2 == 1 && call.columns() > 8) {
                        addTerms(call, values, -1, call.columns() - 1);
                      }
                    }))),
        made(
            "rowMaskHasTheLengthOfTheInputs",
            "LIN-13",
            "the element was not computed",
            ofLinears(
                Altered.outputElements(
                    (call, values) -> {
                      int masked = Math.min(values.length, call.columns() * call.rows());
                      if (call.columns() > 0) {
                        Arrays.fill(values, masked, values.length, 0);
                      }
                    }))),
        linear(
            "batchSlotOverflows",
            "B119",
            "pytorch/pytorch#189495",
            "it is the value of row",
            (call, values) -> {
              int wrapped = SIXTEEN_BITS * call.rows();
              for (int i = wrapped; i < values.length; i++) {
                values[i - wrapped] = values[i];
                values[i] = 0;
              }
            }),
        reported(
                "noRowsAndOneOutputFail",
                "B157",
                "pytorch/pytorch#27619",
                "LIN-13",
                "cannot reduce over an empty batch",
                ofLinears(TileFaults::refusingNoRowsOfOneOutput))
            .failingByException());
  }

  private static Fault linear(
      String name, String report, String thread, String phrase, Altered.Edit edit) {
    return reported(
        name, report, thread, "LIN-13", phrase, ofLinears(Altered.outputElements(edit)));
  }

  /** Adds the terms from the first on, times a factor, to every sum. */
  private static void addTerms(Call call, double[] values, int factor, int first) {
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    int in = call.columns();
    int out = call.rows();
    for (int i = 0; i < values.length; i++) {
      for (int k = first; k < in; k++) {
        values[i] += factor * input[i / out * in + k] * weight[i % out * in + k];
      }
    }
  }

  /** Whole vectors are summed; then the tail begins at their number and not at their end. */
  private static void tailFromTheVectorCount(Call call, double[] values) {
    int in = call.columns();
    int vectors = in / VECTOR;
    if (vectors > 0 && in % VECTOR != 0) {
      addTerms(call, values, 1, vectors);
      addTerms(call, values, -1, vectors * VECTOR);
    }
  }

  /** The second block of outputs reads rows of a padded matrix as if they were not padded. */
  private static void indexPackedWeightUnpadded(Call call, double[] values) {
    int in = call.columns();
    int out = call.rows();
    if (in % 4 == 0 || out <= VECTOR) {
      return;
    }
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < in && i % out >= VECTOR; k++) {
        int packed = i % out * in + k;
        double read = packed > 0 ? weight[packed - 1] : 0;
        values[i] += input[i / out * in + k] * (read - weight[packed]);
      }
    }
  }

  private static LayerUnderTest<HostTensor> refusingNoRowsOfOneOutput(
      LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(HostTensor input) {
        Call call = new Call(inner, input);
        if (call.batch() == 0 && call.rows() == 1) {
          throw new IllegalStateException("cannot reduce over an empty batch");
        }
        return inner.forward(input);
      }
    };
  }
}

package io.layertck.oracle.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactClipping;
import io.layertck.oracle.golden.GoldenCase;
import io.layertck.oracle.golden.GoldenFiles;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What exported models get silently wrong unless it is avoided, one test per trap.
 *
 * <p>Because of what they do to bad indices, no rule on refusals may ask one, which the test of the
 * rooms sees to.
 */
class ExportTrapsTest {
  private static final HostTensor TABLE = HostTensor.of(new float[] {1, 2, 3}, 3, 1);

  /** With more than one intra-op thread 14 of 100 runs at 4096 duplicates lost an update. */
  @Test
  void noUpdateOfAThousandDuplicatesIsLost() {
    int positions = 4097;
    HostTensor indices = HostTensor.zeros(DType.INT64, positions);
    float[] ones = new float[positions];
    Arrays.fill(ones, 1);
    HostTensor upstream = HostTensor.of(ones, positions, 1);

    for (int run = 0; run < 200; run++) {
      assertThat(OnnxEmbedding.weightGradient(TABLE, indices, upstream).floats())
          .containsExactly(positions, 0, 0);
    }
  }

  /** Eager PyTorch adds 1e-6 to a norm of float64, and its export a float32 number near it. */
  @Test
  void theExportedClippingAddsAFloat32NumberToANormOfFloat64() {
    HostTensor weight = HostTensor.of(new double[] {3e-6}, 1, 1);
    HostTensor bias = HostTensor.of(new double[] {4e-6}, 1);

    HostTensor clipped = OnnxClipping.clip(weight, bias, 1e-6).gradients().get(0);

    double factor = 1e-6 / (5e-6 + (float) 1e-6);
    assertThat(clipped.doubles()[0]).isCloseTo(3e-6 * factor, withinPercentage(1e-12));
    assertThat(clipped.doubles()[0] / (3e-6 / 6) - 1).isBetween(4e-10, 5e-10);
    Enclosure exported =
        ExactClipping.exported(List.of(weight, bias), 1e-6, DType.FLOAT64).gradients().get(0);
    assertThat(clipped.doubles()[0]).isCloseTo(exported.value()[0], within(exported.error()[0]));
  }

  /** Without PyTorch's decomposition of nll_loss the loss is right and its gradient is not. */
  @ParameterizedTest
  @EnumSource(OnnxTied.Reduction.class)
  void theGradientOfACrossEntropyIsThatOfItsLoss(OnnxTied.Reduction reduction) {
    double[] weight = {0.5, -1, 0.25, 2, 1.5, -0.75, 0.125, 1};
    HostTensor indices = HostTensor.of(new long[] {0, 2, 2, 1, 3}, 5);
    HostTensor targets = HostTensor.of(new long[] {1, 0, OnnxTied.IGNORED_TARGET, 3, 3}, 5);

    double[] gradient = gradient(reduction, weight, indices, targets);

    double step = 0x1.0p-20;
    for (int i = 0; i < weight.length; i++) {
      double[] more = weight.clone();
      double[] less = weight.clone();
      more[i] += step;
      less[i] -= step;
      double slope =
          (loss(reduction, more, indices, targets) - loss(reduction, less, indices, targets))
              / (2 * step);
      assertThat(gradient[i]).as("element %d", i).isCloseTo(slope, within(1e-8));
    }
  }

  private static double[] gradient(
      OnnxTied.Reduction reduction, double[] weight, HostTensor indices, HostTensor targets) {
    return OnnxTied.crossEntropy(reduction, HostTensor.of(weight, 4, 2), indices, targets)
        .gradients()
        .weight()
        .doubles();
  }

  private static double loss(
      OnnxTied.Reduction reduction, double[] weight, HostTensor indices, HostTensor targets) {
    return OnnxTied.crossEntropy(reduction, HostTensor.of(weight, 4, 2), indices, targets)
        .loss()
        .doubles()[0];
  }

  /** ONNX's Gather takes [-V, -1], where PyTorch raises. */
  @Test
  void aNegativeIndexWrapsInTheModel() {
    assertThat(OnnxEmbedding.forward(TABLE, HostTensor.of(new long[] {-1, -3}, 2)).floats())
        .containsExactly(3, 1);
    assertThatThrownBy(() -> OnnxEmbedding.forward(TABLE, HostTensor.of(new long[] {3}, 1)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the model embedding_forward_rank1_int64_float32 refuses [float32");
  }

  /** The exported gradient ignores what PyTorch refuses. */
  @Test
  void anIndexOutOfRangeIsIgnoredByTheExportedGradient() {
    HostTensor upstream = HostTensor.of(new float[] {1, 2}, 2, 1);

    assertThat(
            OnnxEmbedding.weightGradient(TABLE, HostTensor.of(new long[] {1, 3}, 2), upstream)
                .floats())
        .containsExactly(0, 1, 0);
  }

  /** Sums over an axis without elements are zero, and nothing is baked in at export. */
  @Test
  void emptyAxesGiveZerosOfTheRightShape() {
    HostTensor noIndices = HostTensor.zeros(DType.INT64, 2, 0);
    HostTensor noRows = HostTensor.zeros(DType.FLOAT32, 0, 4);
    HostTensor weight = HostTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);
    HostTensor bias = HostTensor.of(new float[] {1, 2}, 2);

    assertThat(OnnxEmbedding.forward(weight, noIndices).shape()).containsExactly(2, 0, 4);
    assertThat(OnnxEmbedding.oneHotProduct(weight, noIndices).shape()).containsExactly(2, 0, 4);
    assertThat(
            OnnxEmbedding.weightGradient(
                    weight, noIndices, HostTensor.zeros(DType.FLOAT32, 2, 0, 4))
                .floats())
        .hasSize(8)
        .containsOnly(0);
    assertThat(OnnxLinear.forward(noRows, weight, bias).shape()).containsExactly(0, 2);
    assertThat(
            OnnxLinear.forward(
                    HostTensor.zeros(DType.FLOAT32, 3, 0),
                    HostTensor.zeros(DType.FLOAT32, 2, 0),
                    bias)
                .floats())
        .containsExactly(1, 2, 1, 2, 1, 2);
    OnnxLinear.Gradients gradients =
        OnnxLinear.gradients(noRows, weight, bias, HostTensor.zeros(DType.FLOAT32, 0, 2));
    assertThat(gradients.weight().floats()).hasSize(8).containsOnly(0);
    assertThat(Objects.requireNonNull(gradients.bias()).floats()).containsExactly(0, 0);
    assertThat(OnnxTied.forward(weight, bias, noIndices).shape()).containsExactly(2, 0, 2);
    OnnxTied.Gradients tied =
        OnnxTied.gradients(weight, bias, noIndices, HostTensor.zeros(DType.FLOAT32, 2, 0, 2));
    assertThat(tied.weight().floats()).hasSize(8).containsOnly(0);
    assertThat(Objects.requireNonNull(tied.bias()).floats()).containsExactly(0, 0);
  }

  /** A mean over no target is 0/0; its gradient is zero all the same, as PyTorch has it. */
  @Test
  void aMeanOverNoTargetIsNotANumberAndHasNoGradient() {
    HostTensor indices = HostTensor.of(new long[] {0, 1}, 2);
    HostTensor ignored =
        HostTensor.of(new long[] {OnnxTied.IGNORED_TARGET, OnnxTied.IGNORED_TARGET}, 2);

    OnnxTied.CrossEntropy mean =
        OnnxTied.crossEntropy(OnnxTied.Reduction.MEAN, TABLE, indices, ignored);

    assertThat(mean.loss().floats()).containsExactly(Float.NaN);
    assertThat(mean.gradients().weight().floats()).containsOnly(0);
  }

  /** Exported, the largest element is not the norm: the graph is written by hand. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void theNormOfInfinityIsTheLargestElement(DType dtype) {
    double[] rows = {3, -4, 0.5, -0.25, 0, 0, Double.NaN, 8, 2, 2};
    HostTensor weight = HostTensor.rounded(dtype, rows, 5, 2);
    HostTensor indices = HostTensor.of(new long[] {0, 1, 2, 3, 0}, 5);

    double[] table =
        OnnxEmbedding.maxNorm(weight, indices, Double.POSITIVE_INFINITY).table().widened();

    double factor = 1 / (4 + 1e-7);
    assertThat(table)
        .containsExactly(
            new double[] {3 * factor, -4 * factor, 0.5, -0.25, 0, 0, Double.NaN, 8, 2, 2},
            within(4 * dtype.unitRoundoff()));
    assertThat(
            OnnxEmbedding.maxNorm(
                    HostTensor.zeros(dtype, 2, 0), indices(0, 1), Double.POSITIVE_INFINITY)
                .table()
                .shape())
        .containsExactly(2, 0);
  }

  /** Exported for float64, the exponent 1/3 would be that of a float32. */
  @Test
  void theCubeRootOfAFloat64HasItsPrecision() {
    HostTensor weight = HostTensor.of(new double[] {3, 4, 5}, 1, 3);

    double[] table = OnnxEmbedding.maxNorm(weight, indices(0), 3).table().doubles();

    assertThat(table[0]).isCloseTo(3 / (6 + 1e-7), within(0x1.0p-50));
  }

  private static HostTensor indices(long... values) {
    return HostTensor.of(values, values.length);
  }

  /** PyTorch's eager mode computes the factor in double, the exported graph in float32. */
  @Test
  void eagerAndExportedRenormalisationDifferByRoundings() {
    int different = 0;
    for (GoldenCase recorded : GoldenFiles.shipped().cases("embedding_max_norm")) {
      HostTensor weight = recorded.tensor("weight");
      double order = recorded.tensor("norm_type").doubles()[0];
      HostTensor model = OnnxEmbedding.maxNorm(weight, recorded.tensor("indices"), order).table();
      double[] eager = recorded.tensor("table").widened();
      double[] exported = model.widened();
      for (int i = 0; i < eager.length; i++) {
        if (!Double.isNaN(eager[i])) {
          different += eager[i] == exported[i] ? 0 : 1;
          assertThat(exported[i]).isCloseTo(eager[i], within(72 * weight.dtype().unitRoundoff()));
        }
      }
    }
    assertThat(different).isPositive();
  }

  /**
   * ONNX Runtime multiplies no bfloat16 on the processor, and adds up float16 in a type of its own
   * choice: exported, both are added up in float32. In their own type the ones would be lost.
   */
  @ParameterizedTest
  @CsvSource({"FLOAT16, 2048", "BFLOAT16, 256"})
  void halfTypesAreAddedUpInFloat32(DType dtype, double large) {
    HostTensor input = HostTensor.rounded(dtype, new double[] {1, 1, 1}, 1, 3);
    HostTensor weight = HostTensor.rounded(dtype, new double[] {large, 1, 1}, 1, 3);
    HostTensor ones = HostTensor.rounded(dtype, new double[] {large, 1, 1}, 3, 1);
    HostTensor bias = HostTensor.rounded(dtype, new double[] {-large}, 1);
    BagConfig sum = new BagConfig(EmbeddingConfig.of(3, 1, dtype), BagMode.SUM, false);
    BagInput bag = new BagInput(indices(0, 1, 2).reshape(1, 3), null, null);

    assertThat(OnnxLinear.forward(input, weight, null).widened()).containsExactly(large + 2);
    assertThat(OnnxLinear.forward(input, weight, bias).widened()).containsExactly(2);
    assertThat(new OnnxBag(sum, ones, bag).forward().widened()).containsExactly(large + 2);
  }

  /** PyTorch adds the gradient of a half-type table up in its own type, where a sum stalls. */
  @Test
  void noGradientOfAHalfTypeIsRecordedThatAddsUp() {
    GoldenFiles files = GoldenFiles.shipped();

    assertThat(files.names())
        .filteredOn(name -> name.contains("gradient") || name.matches("bag_(sum|mean|max)"))
        .isNotEmpty()
        .flatMap(files::cases)
        .allMatch(recorded -> recorded.tensor("weight").dtype().bytes() > 2);
  }

  /** AVX-512 kernels of bfloat16 flush subnormal numbers. */
  @Test
  void noSubnormalNumberIsMultipliedInHalfTypes() {
    GoldenFiles files = GoldenFiles.shipped();

    assertThat(files.names())
        .filteredOn(name -> name.matches("(linear|tied)_forward_half.*"))
        .hasSize(5)
        .flatMap(files::cases)
        .flatMap(recorded -> recorded.tensors().values())
        .filteredOn(tensor -> tensor.dtype().isFloating())
        .allSatisfy(
            tensor ->
                assertThat(tensor.widened())
                    .satisfies(
                        values ->
                            assertThat(Arrays.stream(values).map(Math::abs))
                                .noneMatch(size -> size > 0 && size < tensor.dtype().minNormal())));
  }

  /**
   * PyTorch's bag divides by the wrong count under scale_grad_by_freq, and reads what was never
   * written where offsets decrease.
   */
  @Test
  void noBagIsRecordedThatPyTorchGetsWrong() {
    GoldenFiles files = GoldenFiles.shipped();

    assertThat(files.names())
        .filteredOn(name -> name.startsWith("bag_"))
        .hasSize(6)
        .flatMap(files::cases)
        .allSatisfy(
            recorded -> {
              assertThat(recorded.tensorOrNull("scale_grad_by_freq")).isNull();
              HostTensor offsets = recorded.tensorOrNull("offsets");
              assertThat(offsets == null ? new long[0] : offsets.longs()).isSorted();
            });
  }

  /** PyTorch's sparse gradient of one column goes wrong where the upstream is expanded. */
  @Test
  void noSparseGradientOfOneColumnIsRecorded() {
    assertThat(GoldenFiles.shipped().cases("embedding_sparse_gradient"))
        .isNotEmpty()
        .allMatch(recorded -> recorded.tensor("weight").extent(1) > 1);
  }

  /** PyTorch renormalises the good rows before it refuses a bad index. */
  @Test
  void noRenormalisationWithABadIndexIsRecorded() {
    assertThat(GoldenFiles.shipped().cases("embedding_max_norm"))
        .isNotEmpty()
        .allSatisfy(
            recorded ->
                assertThat(Arrays.stream(recorded.tensor("indices").longs()).boxed().toList())
                    .allMatch(index -> index >= 0 && index < recorded.tensor("weight").extent(0)));
  }

  /** Graphs have a fixed rank; what they do not have is passed flat and put back. */
  @Test
  void ranksThatWereNotExportedArePassedFlat() {
    HostTensor indices = HostTensor.of(new long[] {0, 2}, 1, 2, 1, 1);
    HostTensor one = HostTensor.of(new int[] {2}, new long[0]);

    assertThat(OnnxEmbedding.forward(TABLE, indices).shape()).containsExactly(1, 2, 1, 1, 1);
    assertThat(OnnxEmbedding.forward(TABLE, indices).floats()).containsExactly(1, 3);
    assertThat(OnnxTied.forward(TABLE, null, one).shape()).containsExactly(3);
    assertThat(OnnxTied.forward(TABLE, null, one).floats()).containsExactly(3, 6, 9);
    assertThat(OnnxTied.forward(TABLE, null, indices).shape()).containsExactly(1, 2, 1, 1, 3);
  }
}

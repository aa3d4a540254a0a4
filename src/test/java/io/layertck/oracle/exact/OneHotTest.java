package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The oracle's one-hot rows have none of the defects that were reported of others. */
class OneHotTest {
  @Test
  void everyRowIsOneAtItsIndexAndZeroElsewhere() {
    HostTensor rows = OneHot.rows(DType.FLOAT32, HostTensor.of(new long[] {2, 0}, 2), 3);

    assertThat(rows.shape()).containsExactly(2, 3);
    assertThat(rows.floats()).containsExactly(0, 0, 1, 1, 0, 0);
  }

  /** Each in the type's own bits, as which a half type's one is none of the integer 1. */
  @Test
  void oneIsTheNumberOneInEveryType() {
    for (DType dtype : DType.values()) {
      if (dtype.isFloating()) {
        HostTensor rows = OneHot.rows(dtype, HostTensor.of(new int[] {1}, 1), 2);

        assertThat(rows.dtype()).isEqualTo(dtype);
        assertThat(rows.widened()).containsExactly(0, 1);
      }
    }
  }

  /** B16, onnx/onnx#8113: the index modulo the depth lights a one that nobody asked for. */
  @Test
  void anIndexOutsideTheDepthLightsNoOther() {
    HostTensor past = HostTensor.of(new long[] {1, 7, 2}, 3);
    HostTensor before = HostTensor.of(new long[] {1, -1, 2}, 3);

    assertThatThrownBy(() -> OneHot.rows(DType.FLOAT32, past, 5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 7 out of bounds for length 5");
    assertThatThrownBy(() -> OneHot.rows(DType.FLOAT32, before, 5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index -1 out of bounds for length 5");
  }

  /** B18, apache/tvm#16295: the depth on another axis than the one asked for. */
  @Test
  void classesLieOnTheLastAxisAlsoWhereThereAreFewerOfThemThanIndices() {
    HostTensor indices = HostTensor.of(new long[] {5, 0, 3, 3, 1, 5, 2, 4, 0, 1}, 2, 5);

    HostTensor rows = OneHot.rows(DType.FLOAT64, indices, 6);

    assertThat(rows.shape()).containsExactly(10, 6);
    assertThat(hot(rows)).containsExactly(indices.longs());
  }

  /** B19, tinygrad/tinygrad#11975: classes counted in the small type of the indices. */
  @Test
  void classesPastEightAndSixteenBitsAreLit() {
    long[] classes = {0, 127, 128, 255, 256, 299, 65_535, 65_536, 69_999};

    HostTensor rows = OneHot.rows(DType.FLOAT32, HostTensor.of(classes, classes.length), 70_000);

    assertThat(hot(rows)).containsExactly(classes);
  }

  /** B90, tensorflow/tensorflow#127165: each extent fits into 31 bits, and their product not. */
  @Test
  void moreElementsThanAnArrayHoldsAreRefusedAndDoNotWrapAround() {
    HostTensor indices = HostTensor.zeros(DType.INT32, 1, 46_342);

    assertThatThrownBy(() -> OneHot.rows(DType.FLOAT16, indices, 46_341))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("integer overflow");
  }

  /** Returns the class of every row, of which one must be lit. */
  private static long[] hot(HostTensor rows) {
    double[] values = rows.widened();
    int depth = rows.extent(1);
    long[] lit = LongStream.range(0, values.length).filter(i -> values[(int) i] != 0).toArray();
    assertThat(lit).hasSize(rows.extent(0));
    for (int row = 0; row < lit.length; row++) {
      assertThat(lit[row] / depth).isEqualTo(row);
    }
    return LongStream.of(lit).map(i -> i % depth).toArray();
  }
}

package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final double[] NONE = {};

  @Test
  void anErrorIsTakenFromBothPartsOfTheExactValue() {
    Reference narrow = reference(NONE, NONE);
    Reference wide = reference(new double[] {0, 0x1p-60, 0, 0}, NONE);

    assertThat(narrow.size()).isEqualTo(4);
    assertThat(narrow.errorOf(2, 1)).isZero();
    assertThat(wide.errorOf(2, 1)).isEqualTo(-0x1p-60);
    assertThat(wide.errorOf(2.5, 1)).isEqualTo(0.5 - 0x1p-60);
  }

  @Test
  void aBiasBelongsToAColumn() {
    assertThat(reference(NONE, new double[] {7, 8}).biasMagnitudeOf(3)).isEqualTo(8);
    assertThat(reference(NONE, new double[] {7, 8}).biasMagnitudeOf(2)).isEqualTo(7);
    assertThat(reference(NONE, NONE).biasMagnitudeOf(3)).isZero();
  }

  @Test
  void everyArrayHasOneEntryPerElement() {
    double[] four = new double[4];
    double[] three = new double[3];
    long[] shape = {2, 2};

    assertThatThrownBy(() -> new Reference(shape, three, NONE, four, 1, new int[4], NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value has 3 entries for 4 elements");
    assertThatThrownBy(() -> new Reference(shape, four, three, four, 1, new int[4], NONE))
        .hasMessage("valueLow has 3 entries for 4 elements");
    assertThatThrownBy(() -> new Reference(shape, four, NONE, three, 1, new int[4], NONE))
        .hasMessage("magnitude has 3 entries for 4 elements");
    assertThatThrownBy(() -> new Reference(shape, four, NONE, four, 1, new int[3], NONE))
        .hasMessage("terms has 3 entries for 4 elements");
    assertThatThrownBy(() -> new Reference(shape, four, NONE, four, 1, new int[4], three))
        .hasMessage("3 biases for shape [2, 2]");
  }

  private static Reference reference(double[] low, double[] bias) {
    double[] values = {1, 2, 3, 4};
    return new Reference(new long[] {2, 2}, values, low, values, 1, new int[] {1, 1, 1, 1}, bias);
  }
}

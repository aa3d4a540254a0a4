package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import org.junit.jupiter.api.Test;

class SumTableTest {
  @Test
  void aSumKnowsItsTermsAndTheirMagnitude() {
    SumTable table = new SumTable(DType.FLOAT32, 3);
    table.addProduct(1, 1.5, -2.5);
    table.add(1, 1);
    table.add(2, -8);

    ExactResult sums = table.sums(1, 3).result();

    assertThat(sums.shape()).containsExactly(1, 3);
    assertThat(sums.value()).containsExactly(0, -2.75, -8);
    assertThat(sums.valueLow()).isEmpty();
    assertThat(sums.magnitude()).containsExactly(0, 4.75, 8);
    assertThat(sums.terms()).containsExactly(0, 2, 1);
    assertThat(sums.products()).isEqualTo(1);
  }

  @Test
  void inFloat64ASumKeepsWhatADoubleLacks() {
    SumTable table = new SumTable(DType.FLOAT64, 2);
    table.add(0, 1);
    table.add(0, 0x1p-60);

    ExactResult sums = table.sums(2).result();

    assertThat(sums.value()).containsExactly(1, 0);
    assertThat(sums.valueLow()).containsExactly(0x1p-60, 0);
  }

  @Test
  void whatIsLostInAdditionsComesBackInTheSum() {
    SumTable table = new SumTable(DType.FLOAT64, 1);
    table.add(0, 0x1p53);
    table.add(0, 1);
    table.add(0, 1);

    assertThat(table.sums(1).result().value()).containsExactly(0x1p53 + 2);
  }

  /** In units of its lowest bit no partial sum is past 2^24, so that float32 holds it. */
  @Test
  void aSumIsExactInAnyOrderWhileItsMagnitudeFitsTheFormat() {
    assertThat(inAnyOrder(1, 0x1p24 - 1)).isTrue();
    assertThat(inAnyOrder(1, 0x1p24)).isFalse();
    assertThat(inAnyOrder(1.5, 0x1p23 - 1.5)).isTrue();
    assertThat(inAnyOrder(1.5, 0x1p23 - 1)).isFalse();
    assertThat(inAnyOrder(0x1p30, 0x1p30)).isTrue();
    assertThat(inAnyOrder(0x1p30, 0x1p55)).isFalse();
    assertThat(inAnyOrder(1, -0x1p24)).isFalse();
    assertThat(inAnyOrder(0, 3)).isTrue();
    assertThat(inAnyOrder(0, 0)).isTrue();
    assertThat(inAnyOrder()).isTrue();
  }

  /** Their magnitudes add up to 2^53 + 1 units, which float64 itself rounds to 2^53. */
  @Test
  void aFloat64SumOneBitPastTheFormatIsNotTakenForExact() {
    SumTable mean = new SumTable(DType.FLOAT64, 1);
    mean.addQuotient(0, -0x1.0000000000001p-1, 2);
    mean.addQuotient(0, -0.5, 2);
    SumTable sum = new SumTable(DType.FLOAT64, 1);
    sum.add(0, 1);
    sum.add(0, 0x1p53 - 2);

    assertThat(mean.sums(1).inAnyOrder()).containsExactly(false);
    assertThat(mean.sums(1).result().valueLow()).containsExactly(-0x1p-54);
    assertThat(sum.sums(1).inAnyOrder()).containsExactly(true);
  }

  @Test
  void theLowestBitOfAProductIsThatOfBothFactors() {
    assertThat(productAnd(2, 4, 0x1p27 - 8)).isTrue();
    assertThat(productAnd(1.5, 1.5, 0x1p22 - 2.25)).isTrue();
    assertThat(productAnd(1.5, 1.5, 0x1p22 - 2)).isFalse();
    assertThat(productAnd(0, 1.5, 0x1p24)).isTrue();
  }

  @Test
  void aQuotientByAPowerOfTwoIsExact() {
    SumTable table = new SumTable(DType.FLOAT32, 1);
    table.addQuotient(0, 3, 2);
    table.addQuotient(0, -5, 4);

    ExactSums sums = table.sums(1);

    assertThat(sums.result().value()).containsExactly(0.25);
    assertThat(sums.result().magnitude()).containsExactly(2.75);
    assertThat(sums.result().terms()).containsExactly(2);
    assertThat(sums.result().products()).isZero();
    assertThat(sums.inAnyOrder()).containsExactly(true);
  }

  @Test
  void anyOtherQuotientIsRoundedTwiceMoreAndKeepsItsRest() {
    // given a third, which the nearest double falls short of by 2^-54 / 3
    SumTable table = new SumTable(DType.FLOAT64, 1);
    table.addQuotient(0, 1, 3);

    ExactSums sums = table.sums(1);

    assertThat(sums.result().value()).containsExactly(1 / 3.0);
    assertThat(sums.result().valueLow()).containsExactly(0x1p-54 / 3);
    assertThat(sums.result().terms()).containsExactly(3);
    assertThat(sums.inAnyOrder()).containsExactly(false);
  }

  private static boolean inAnyOrder(double... terms) {
    SumTable table = new SumTable(DType.FLOAT32, 1);
    for (double term : terms) {
      table.add(0, term);
    }
    return table.sums(1).inAnyOrder()[0];
  }

  private static boolean productAnd(double left, double right, double term) {
    SumTable table = new SumTable(DType.FLOAT32, 1);
    table.addProduct(0, left, right);
    table.add(0, term);
    return table.sums(1).inAnyOrder()[0];
  }
}

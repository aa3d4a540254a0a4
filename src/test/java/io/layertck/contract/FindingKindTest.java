package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingKindTest {
  @Test
  void numbersAndListsMakeNoDifference() {
    assertThat(FindingKind.of("row 3 is 2.0, expected -1.5E-7: index 3 at positions [0, 4, 5]"))
        .isEqualTo(FindingKind.of("row 0 is NaN, expected Infinity: index 0 at positions [1]"));
    assertThat(FindingKind.of("of float32[2, 1]{0.0, 1.0} and so on"))
        .isEqualTo(FindingKind.of("of float32[]"));
    assertThat(FindingKind.of("at position 0 (bag 1 of size 2), position 1 (bag 1 of size 2)"))
        .isEqualTo(FindingKind.of("at position 0 (bag 1 of size 2)"));
    assertThat(FindingKind.of("wrong; the steps: 1. forward; 2. load"))
        .isEqualTo(FindingKind.of("wrong; the steps: 1. forward"));
  }

  @Test
  void wordsMakeADifference() {
    assertThat(FindingKind.of("the output row is all zeros"))
        .isNotEqualTo(FindingKind.of("the output row holds NaN"));
    assertThat(FindingKind.of("forward threw A")).isNotEqualTo(FindingKind.of("forward threw B"));
    assertThat(FindingKind.of("a float32 sum")).isNotEqualTo(FindingKind.of("a float16 sum"));
  }
}

package io.layertck.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void aPercentileIsTheLeastValueThatSoManyDoNotExceed() {
    List<Integer> toAHundred = IntStream.rangeClosed(1, 100).boxed().toList();

    assertThat(Spread.of(toAHundred)).isEqualTo(new Spread(100, 50, 95, 100));
    assertThat(Spread.of(List.of(3, 1, 2))).isEqualTo(new Spread(3, 2, 3, 3));
    assertThat(Spread.of(List.of(7))).isEqualTo(new Spread(1, 7, 7, 7));
  }

  @Test
  void ofNothingItIsZero() {
    assertThat(Spread.of(List.of())).isEqualTo(new Spread(0, 0, 0, 0));
  }
}

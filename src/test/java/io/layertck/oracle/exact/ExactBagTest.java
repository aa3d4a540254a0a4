package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Bags over a table of four rows. */
class ExactBagTest {
  private static final EmbeddingConfig TABLE = EmbeddingConfig.of(4, 2, DType.FLOAT32);

  private final HostTensor weight = HostTensor.of(new float[] {1, 2, 3, 4, 5, 6, 3, 8}, 4, 2);

  @Test
  void indicesWithoutOffsetsAreABagPerRow() {
    BagMembers members =
        members(
            TABLE, new BagInput(HostTensor.of(new long[] {0, 1, 2, 3, 1, 0}, 2, 3), null, null));

    assertThat(members.bags()).isEqualTo(2);
    assertThat(members.positions()).isEqualTo(6);
    assertThat(members.begin(1)).isEqualTo(3);
    assertThat(members.end(0)).isEqualTo(3);
    assertThat(members.end(1)).isEqualTo(6);
    assertThat(members.bagOf(2)).isEqualTo(0);
    assertThat(members.bagOf(3)).isEqualTo(1);
  }

  @Test
  void aPositionBelongsToTheBagThatItIsIn() {
    // given bags of two positions, of none and of one
    BagMembers members = members(TABLE, offsets(0, 2, 2));

    assertThat(members.bagOf(1)).isEqualTo(0);
    assertThat(members.bagOf(2)).isEqualTo(2);
    assertThat(members.count(0)).isEqualTo(2);
    assertThat(members.count(1)).isZero();
    assertThat(members.count(2)).isEqualTo(1);
  }

  @Test
  void paddingTakesNoPart() {
    assertThat(members(TABLE.withPaddingIdx(0), offsets(0)).count(0)).isEqualTo(2);
    assertThat(members(TABLE.withPaddingIdx(-4), offsets(0)).isPadding(1)).isTrue();
    assertThat(members(TABLE.withPaddingIdx(-1), offsets(0)).count(0)).isEqualTo(3);
  }

  @Test
  void theGradientOfAMeanIsDividedByTheSizeOfTheBag() {
    ExactBag bag = bag(BagMode.MEAN, offsets(0, 2));

    // when indices 2 0 | 2 get upstream gradients of 1, 3 and 5, 7
    ExactResult gradient =
        bag.weightGradient(HostTensor.of(new float[] {1, 3, 5, 7}, 2, 2)).result();

    assertThat(gradient.value()).containsExactly(0.5, 1.5, 0, 0, 5.5, 8.5, 0, 0);
    assertThat(gradient.products()).isZero();
  }

  @Test
  void ofEqualElementsTheFirstPositionWins() {
    // given rows 1 and 3, which begin with the same number
    ExactBag bag =
        bag(BagMode.MAX, new BagInput(HostTensor.of(new long[] {1, 3}, 1, 2), null, null));

    assertThat(bag.winner(0, 0)).isEqualTo(0);
    assertThat(bag.winner(0, 1)).isEqualTo(1);
  }

  private ExactBag bag(BagMode mode, BagInput input) {
    return new ExactBag(new BagConfig(TABLE, mode, false), weight, input);
  }

  private static BagMembers members(EmbeddingConfig table, BagInput input) {
    return BagMembers.of(new BagConfig(table, BagMode.SUM, false), input);
  }

  private static BagInput offsets(long... offsets) {
    return new BagInput(
        HostTensor.of(new long[] {2, 0, 2}, 3), HostTensor.of(offsets, offsets.length), null);
  }
}

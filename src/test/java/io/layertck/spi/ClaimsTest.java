package io.layertck.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimsTest {
  @Test
  void claimingAFeatureClaimsWhatItImplies() {
    assertThat(Claims.of(Feature.SAFETENSORS).features())
        .containsExactlyInAnyOrder(Feature.SAFETENSORS, Feature.STATE, Feature.PARAMETERS);
  }

  @Test
  void leavingOutAnImpliedFeatureIsAMistake() {
    assertThatThrownBy(
            () -> new Claims(EnumSet.of(Feature.BIAS), EnumSet.of(DType.FLOAT32), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("claiming BIAS implies claiming [LINEAR], but only [BIAS] are claimed");
  }

  @Test
  void aTypeMustBeClaimedAndBeFloating() {
    assertThatThrownBy(() -> Claims.of(Feature.LOOKUP).at(DType.INT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least one floating type must be claimed and nothing else, not [int64]");
  }

  @Test
  void aLimitNeedsAReason() {
    Claims claims = Claims.of(Feature.LOOKUP);

    assertThatThrownBy(() -> claims.limitedBy(Limit.NO_ZERO_SIZES, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the limit NO_ZERO_SIZES needs a reason");
  }

  @Test
  void halfTypesAccumulateInFloat32UnlessDeclaredOtherwise() {
    Claims claims =
        Claims.of(Feature.LOOKUP).at(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

    assertThat(claims.accumulators())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                DType.FLOAT64,
                DType.FLOAT64,
                DType.FLOAT32,
                DType.FLOAT32,
                DType.FLOAT16,
                DType.FLOAT32,
                DType.BFLOAT16,
                DType.FLOAT32));
    Claims own =
        claims.accumulating(DType.FLOAT16, DType.FLOAT16).limitedBy(Limit.NO_ZERO_SIZES, "a test");
    assertThat(own.accumulator(DType.FLOAT16)).isEqualTo(DType.FLOAT16);
    assertThat(own.accumulator(DType.BFLOAT16)).isEqualTo(DType.FLOAT32);
  }

  @Test
  void anAccumulatorIsThatOfAClaimedTypeAndNoLessPrecise() {
    Claims claims = Claims.of(Feature.LOOKUP);

    assertThatThrownBy(() -> claims.accumulating(DType.FLOAT32, DType.BFLOAT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bfloat16 is no accumulator of float32: the type must be claimed, and its accumulator"
                + " no less precise");
    assertThatThrownBy(() -> claims.accumulating(DType.FLOAT16, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("float32 is no accumulator of float16");
    assertThatThrownBy(() -> claims.accumulator(DType.FLOAT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("float16 is not claimed, only [float32] are");
  }

  @Test
  void claimsDoNotChangeWithTheSetTheyWereMadeOf() {
    Set<Feature> features = EnumSet.of(Feature.LOOKUP);
    Claims claims = new Claims(features, EnumSet.of(DType.FLOAT32), Map.of());

    features.add(Feature.LINEAR);

    assertThat(claims.has(Feature.LINEAR)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void implicationsAreClosed(Feature feature) {
    assertThat(feature.implied())
        .doesNotContain(feature)
        .allSatisfy(implied -> assertThat(feature.implied()).containsAll(implied.implied()));
  }
}

package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.spi.FanMode;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** PyTorch's formulas on a weight of 6 rows, its fan-out, and 12 columns, its fan-in. */
class SchemeLawTest {
  private static final Offset<Double> ROUNDING = within(1e-15);

  @Test
  void xavierDividesTwiceTheSquaredGainByBothFans() {
    // given sqrt(2 / 18) = 1 / 3, and uniform bounds sqrt 3 times as far
    assertNormal(law("xavier_normal_", Map.of()), 1 / 3.0);
    assertNormal(law("xavier_normal_", Map.of("gain", 2.0)), 2 / 3.0);
    assertUniform(law("xavier_uniform_", Map.of("gain", 3.0)), Math.sqrt(3));
  }

  @Test
  void kaimingDividesItsGainByTheRootOfOneFan() {
    double relu = Nonlinearity.RELU.code();

    assertNormal(law("kaiming_normal_", Map.of("nonlinearity", relu)), Math.sqrt(2 / 12.0));
    assertNormal(
        law("kaiming_normal_", Map.of("nonlinearity", relu, "mode", FanMode.FAN_OUT.code())),
        Math.sqrt(2 / 6.0));
    assertUniform(law("kaiming_uniform_", Map.of("nonlinearity", relu)), Math.sqrt(6 / 12.0));
  }

  @Test
  void aLeakySlopeLessensTheGain() {
    assertNormal(law("kaiming_normal_", Map.of("a", 3.0)), Math.sqrt(2 / 10.0 / 12));
  }

  @Test
  void theOtherGainsAreConstants() {
    assertThat(gain(Nonlinearity.LINEAR)).isEqualTo(1);
    assertThat(gain(Nonlinearity.SIGMOID)).isEqualTo(1);
    assertThat(gain(Nonlinearity.TANH)).isEqualTo(5 / 3.0);
    assertThat(gain(Nonlinearity.SELU)).isEqualTo(0.75);
  }

  @Test
  void aSparseColumnHasItsShareOfZerosRoundedUp() {
    assertThat(law("sparse_", Map.of("sparsity", 0.4))).isEqualTo(new SchemeLaw.Sparse(3, 0.01));
  }

  private static SchemeLaw law(String name, Map<String, Double> arguments) {
    return SchemeLaw.of(new Start.Scheme(name, arguments, 1), 6, 12);
  }

  private static double gain(Nonlinearity nonlinearity) {
    return SchemeLaw.gain(
        new Start.Scheme("kaiming_normal_", Map.of("nonlinearity", nonlinearity.code()), 1));
  }

  private static void assertNormal(SchemeLaw law, double deviation) {
    assertThat(law)
        .isInstanceOfSatisfying(
            SchemeLaw.Normal.class,
            normal -> {
              assertThat(normal.mean()).isZero();
              assertThat(normal.deviation()).isCloseTo(deviation, ROUNDING);
            });
  }

  private static void assertUniform(SchemeLaw law, double bound) {
    assertThat(law)
        .isInstanceOfSatisfying(
            SchemeLaw.Uniform.class,
            uniform -> {
              assertThat(uniform.low()).isCloseTo(-bound, ROUNDING);
              assertThat(uniform.high()).isCloseTo(bound, ROUNDING);
            });
  }
}

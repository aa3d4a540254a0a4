package io.layertck.contract;

import io.layertck.generate.LookupExample;
import io.layertck.generate.TiedExample;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A step whose softmax is so sure of its target that the gradient of the logits vanishes in the
 * layer's type, and does not in the wider type of the exported graph.
 */
class SaturatedStepTest {
  private static final long[] INDICES = {1, 0};
  private static final long[] TARGETS = {0, 0};

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
  void aGradientThatVanishesInOneTypeOnlyIsNoFault(DType dtype) {
    for (double size : new double[] {3, 4, 5, 6, 9, 10}) {
      TyingContract layer = PlainSubject::new;

      layer.tie03_aFullStepHasTheRightGradient(claims -> example(dtype, size));
    }
  }

  /** The first token's logits are {@code size^2} and zero, the other's are all zero. */
  private static TiedExample example(DType dtype, double size) {
    EmbeddingConfig config = new EmbeddingConfig(2L, 1L, null, null, 2.0, false, false, dtype);
    return new TiedExample(
        new LookupExample(
            config,
            HostTensor.rounded(dtype, new double[] {size, 0}, 2, 1),
            HostTensor.of(INDICES, INDICES.length)),
        null,
        HostTensor.zeros(dtype, INDICES.length, 2),
        HostTensor.of(TARGETS, TARGETS.length));
  }
}

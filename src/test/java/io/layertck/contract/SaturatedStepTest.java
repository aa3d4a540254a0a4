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
  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
  void aGradientThatVanishesInOneTypeOnlyIsNoFault(DType dtype) {
    // From a logit of 17.4 on float16 holds no gradient, from 92.2 on bfloat16 holds none.
    for (double size : new double[] {3, 4, 4.25, 5, 9, 9.6875, 10, 11}) {
      TyingContract layer = PlainSubject::new;

      layer.tie03_aFullStepHasTheRightGradient(claims -> example(dtype, size));
    }
  }

  /** The first token's logits are {@code size^2} and zero, the other's are all zero. */
  private static TiedExample example(DType dtype, double size) {
    EmbeddingConfig config = new EmbeddingConfig(3L, 1L, null, null, 2.0, false, false, dtype);
    return new TiedExample(
        new LookupExample(
            config,
            HostTensor.rounded(dtype, new double[] {size, 0, 0}, 3, 1),
            HostTensor.of(new long[] {0, 1}, 2)),
        null,
        HostTensor.zeros(dtype, 2, 3),
        HostTensor.of(new long[] {0, 0}, 2));
  }
}

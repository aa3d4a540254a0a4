package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.drive.Driver;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import io.layertck.generate.LinearExample;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Judgement;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Outputs of which a power of two has more bits than they have themselves. */
class ScaledUnderflowTest {
  @Test
  void anOutputThatLosesBitsToUnderflowIsNotHeldAgainstItsMultiple() {
    // 1.5 units of the smallest number round to two, and twice as many are three
    LinearExample example = product(0x1.8p-12, 0x1p-12);

    assertThat(judged(example, new PlainSubject())).isInstanceOf(Judgement.Kept.class);
  }

  @Test
  void aNormalOutputIs() {
    LinearExample example = product(192, 50.5);
    Fault saturating =
        Faults.all().stream()
            .filter(fault -> fault.name().equals("outputSaturatesAtTheFloat16Maximum"))
            .findFirst()
            .orElseThrow();

    assertThat(judged(example, new PlainSubject())).isInstanceOf(Judgement.Kept.class);
    assertThat(judged(example, saturating.apply(new PlainSubject())))
        .isInstanceOfSatisfying(
            Judgement.Advisory.class,
            advisory ->
                assertThat(advisory.message())
                    .startsWith("for an input times 2^4, the output[0, 0] is 65504"));
  }

  private static Judgement judged(LinearExample example, Subject subject) {
    try (Driver driver = new Driver(subject, subject.claims())) {
      return LinearRules.homogeneity(example, driver);
    }
  }

  private static LinearExample product(double weight, double input) {
    return new LinearExample(
        new LinearConfig(1, 1, false, DType.FLOAT16),
        HostTensor.rounded(DType.FLOAT16, new double[] {weight}, 1, 1),
        null,
        HostTensor.rounded(DType.FLOAT16, new double[] {input}, 1, 1));
  }
}

package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.drive.Driver;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import io.layertck.generate.LinearExample;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
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
  void butItsMultipleIsNoOtherNumber() {
    LinearExample example = product(0x1.8p-12, 0x1p-12);

    assertThat(judged(example, new OnePastSmallInputs()))
        .isInstanceOfSatisfying(
            Judgement.Advisory.class,
            advisory ->
                assertThat(advisory.message())
                    .startsWith("for an input times 2^1, the output[0, 0] is 1.0"));
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

  /** Gives ones for inputs that are not as small as 2^-12. */
  private static final class OnePastSmallInputs implements Subject {
    private final Subject plain = new PlainSubject();

    @Override
    public String name() {
      return "one past small inputs";
    }

    @Override
    public Claims claims() {
      return plain.claims();
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return new Forwarding<>(plain.linear(config, start)) {
        @Override
        public TensorHandle forward(HostTensor input) {
          return input.widened()[0] > 0x1p-12
              ? HostTensor.rounded(DType.FLOAT16, new double[] {1}, 1, 1)
              : inner.forward(input);
        }
      };
    }
  }
}

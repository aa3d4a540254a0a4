package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.layertck.plain.PlainSubject;
import io.layertck.rule.SetUpException;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A wrong adapter is told from a wrong layer. */
class AdapterCheckTest {
  @Test
  void plainHasARightAdapter() {
    assertThatCode(() -> AdapterCheck.require(new PlainSubject())).doesNotThrowAnyException();
  }

  @Test
  void aLayerThatLooksUpTheNextRowIsLeftToTheRules() {
    assertThatCode(
            () ->
                AdapterCheck.require(
                    wrapped(
                        layer ->
                            new Forwarding<HostTensor>(layer) {
                              @Override
                              public TensorHandle forward(HostTensor indices) {
                                return inner.forward(HostTensor.of(new long[] {0, 1}, 2));
                              }
                            })))
        .doesNotThrowAnyException();
  }

  @Test
  void aLayerThatThrowsIsLeftToTheRules() {
    assertThatCode(
            () ->
                AdapterCheck.require(
                    wrapped(
                        layer ->
                            new Forwarding<HostTensor>(layer) {
                              @Override
                              public TensorHandle forward(HostTensor indices) {
                                throw new OutOfMemoryError("planned");
                              }
                            })))
        .doesNotThrowAnyException();
  }

  @Test
  void aLibraryThatIsMissingIsNotTheLayersFault() {
    assertThatExceptionOfType(CertificationException.class)
        .isThrownBy(
            () ->
                AdapterCheck.require(
                    wrapped(
                        layer -> {
                          throw new UnsatisfiedLinkError("no acme in java.library.path");
                        })))
        .withMessageContaining("cannot be linked on ")
        .withMessageContaining("no acme in java.library.path");
  }

  @Test
  void whatASubjectItselfSaysItLacksIsPassedOn() {
    assertThatExceptionOfType(SetUpException.class)
        .isThrownBy(
            () ->
                AdapterCheck.require(
                    wrapped(
                        layer -> {
                          throw new SetUpException("acme cannot start");
                        })))
        .withMessage("acme cannot start");
  }

  @Test
  void nullFromForward() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              @SuppressWarnings("NullAway") // What an adapter outside Java's null checks can do.
              public TensorHandle forward(HostTensor indices) {
                return null;
              }
            },
        "forward of the embedding returned null");
  }

  @Test
  void nullFromTheFactory() {
    assertWrong(layer -> null, "constructing the embedding returned null");
  }

  @Test
  void itsOwnInputFromForward() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public TensorHandle forward(HostTensor indices) {
                return indices;
              }
            },
        "forward of the embedding returned the very tensor it was given");
  }

  @Test
  void anotherTypeFromForward() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public TensorHandle forward(HostTensor indices) {
                return HostTensor.zeros(DType.FLOAT64, 2, 2);
              }
            },
        "forward of the embedding returned float64 elements from parameters of float32");
  }

  @Test
  void aParameterThatIsNotTheOneGiven() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public TensorHandle parameter(String name) {
                return HostTensor.zeros(DType.FLOAT32, 2, 3);
              }
            },
        "parameter(weight) of the embedding is float32[2, 3]{0.0, 0.0, 0.0, 0.0, 0.0, 0.0} right"
            + " after it was made with float32[3, 2]{1.0, 2.0, 3.0, 4.0, 5.0, 6.0}");
  }

  @Test
  void anAssignThatMissesItsRow() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public void assign(String name, long firstRow, HostTensor rows) {
                inner.assign(name, firstRow + 1, rows);
              }
            },
        "parameter(weight) of the embedding is float32[3, 2]{1.0, 2.0, 3.0, 4.0, 11.0, 12.0} after"
            + " assign of float32[1, 2]{11.0, 12.0} at row 1 of float32[3, 2]{1.0, 2.0, 3.0, 4.0,"
            + " 5.0, 6.0}: that row must change, and no other");
  }

  @Test
  void gradientsThatAreNotZeroed() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public void zeroGradients() {}
            },
        "gradient(weight) of the embedding is float32[3, 2]{3.0, 4.0, 0.0, 0.0, 1.0, 2.0} after"
            + " zeroGradients");
  }

  @Test
  void aGradientOfAnotherShape() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public Gradient gradient(String name) {
                return new Gradient.Dense(HostTensor.zeros(DType.FLOAT32, 2, 3));
              }
            },
        "the gradient of the embedding is float32[2, 3]{0.0, 0.0, 0.0, 0.0, 0.0, 0.0}, its"
            + " parameter has shape [3, 2]");
  }

  @Test
  void aSparseGradientWhoseRowsAndValuesDiffer() {
    assertWrong(
        layer ->
            new Forwarding<HostTensor>(layer) {
              @Override
              public Gradient gradient(String name) {
                return new Gradient.Sparse(
                    HostTensor.of(new long[] {2}, 1), HostTensor.zeros(DType.FLOAT32, 2, 2));
              }
            },
        "the sparse gradient of the embedding has rows int64[1]{2} with values float32[2, 2]{0.0,"
            + " 0.0, 0.0, 0.0}: they must be [n] and [n, 2]");
  }

  @Test
  void claimsThatNoRuleJudges() {
    assertThatExceptionOfType(CertificationException.class)
        .isThrownBy(
            () ->
                AdapterCheck.require(
                    new Wrapped(Claims.of(Feature.WRITABLE_RESULTS), layer -> layer)))
        .withMessage(message("it claims [WRITABLE_RESULTS], and no rule judges that"));
  }

  private static void assertWrong(
      UnaryOperator<LayerUnderTest<HostTensor>> wrapper, String finding) {
    assertThatExceptionOfType(CertificationException.class)
        .isThrownBy(() -> AdapterCheck.require(wrapped(wrapper)))
        .withMessage(message(finding));
  }

  private static String message(String finding) {
    return "the adapter of 'wrapped' is wrong, not its layer: "
        + finding
        + "; mend the adapter before the layer is judged";
  }

  private static Subject wrapped(UnaryOperator<LayerUnderTest<HostTensor>> wrapper) {
    return new Wrapped(new PlainSubject().claims(), wrapper);
  }

  private record Wrapped(Claims claims, UnaryOperator<LayerUnderTest<HostTensor>> wrapper)
      implements Subject {
    @Override
    public String name() {
      return "wrapped";
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return wrapper.apply(new PlainSubject().embedding(config, start));
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return new PlainSubject().linear(config, start);
    }
  }
}

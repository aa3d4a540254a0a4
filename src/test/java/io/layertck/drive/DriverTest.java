package io.layertck.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriverTest {
  private static final EmbeddingConfig CONFIG = EmbeddingConfig.of(2, 1, DType.FLOAT32);
  private static final Start START =
      new Start.Given(Map.of("weight", HostTensor.of(new float[] {1, 2}, 2, 1)));
  private static final HostTensor INDICES = HostTensor.of(new long[] {1}, 1);

  /** A subject whose forward does what a test wants. */
  private record Custom(Forward forward, List<String> closed) implements Subject {
    @FunctionalInterface
    interface Forward {
      @Nullable TensorHandle of(LayerUnderTest<HostTensor> inner, HostTensor indices);
    }

    @Override
    public String name() {
      return "custom";
    }

    @Override
    public Claims claims() {
      return Claims.of(Feature.LOOKUP);
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return new Forwarding<>(new PlainSubject().embedding(config, start)) {
        @Override
        @SuppressWarnings("NullAway") // Returning null is what is tested.
        public TensorHandle forward(HostTensor indices) {
          return Custom.this.forward.of(inner, indices);
        }

        @Override
        public void close() {
          closed.add("layer");
        }
      };
    }
  }

  private static Driver driver(Custom.Forward forward, List<String> closed) {
    Custom subject = new Custom(forward, closed);
    return new Driver(subject, subject.claims());
  }

  @Test
  void whatTheSubjectThrowsComesOutUnderTheCallsName() {
    Driver driver =
        driver(
            (inner, indices) -> {
              throw new IllegalStateException("out of luck\nsecond line");
            },
            new ArrayList<>());
    DrivenLayer<HostTensor> layer = driver.embedding(CONFIG, START);

    assertThatThrownBy(() -> layer.forward(INDICES))
        .isExactlyInstanceOf(SubjectThrew.class)
        .hasMessage("forward of the embedding threw java.lang.IllegalStateException: out of luck")
        .satisfies(thrown -> assertThat(((SubjectThrew) thrown).isRefusal()).isTrue());
  }

  @Test
  void anErrorIsCaughtAndIsNoRefusal() {
    Driver driver =
        driver(
            (inner, indices) -> {
              throw new OutOfMemoryError("made up");
            },
            new ArrayList<>());
    DrivenLayer<HostTensor> layer = driver.embedding(CONFIG, START);

    SubjectThrew thrown = driver.refusalOf(() -> layer.forward(INDICES)).orElseThrow();

    assertThat(thrown.isRefusal()).isFalse();
    assertThat(thrown.kind()).isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  void aNullResultIsNamed() {
    Driver driver = driver((inner, indices) -> null, new ArrayList<>());
    DrivenLayer<HostTensor> layer = driver.embedding(CONFIG, START);

    assertThatThrownBy(() -> layer.forward(INDICES))
        .isExactlyInstanceOf(SubjectThrew.class)
        .hasMessage("forward of the embedding returned null");
  }

  @Test
  void aFailureOfTheSuiteIsNoneOfTheSubjects() {
    Driver driver = driver(LayerUnderTest::forward, new ArrayList<>());

    assertThatThrownBy(
            () ->
                driver.refusalOf(
                    () -> {
                      throw new IllegalStateException("a judge's own mistake");
                    }))
        .isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void handlesAreClosedAfterReadingAndLayersWithTheDriver() {
    List<String> closed = new ArrayList<>();
    try (Driver driver =
        driver(
            (inner, indices) -> {
              TensorHandle result = inner.forward(indices);
              return new TensorHandle() {
                @Override
                public HostTensor read() {
                  return result.read();
                }

                @Override
                public void close() {
                  closed.add("result");
                }
              };
            },
            closed)) {
      driver.embedding(CONFIG, START).forward(INDICES);

      assertThat(closed).containsExactly("result");
    }
    assertThat(closed).containsExactly("result", "layer");
  }

  @Test
  void aFailureToCloseDoesNotHideOneToRead() {
    Driver driver =
        driver(
            (inner, indices) ->
                new TensorHandle() {
                  @Override
                  public HostTensor read() {
                    throw new IllegalStateException("the device is lost");
                  }

                  @Override
                  public void close() {
                    throw new IllegalStateException("nothing to free");
                  }
                },
            new ArrayList<>());
    DrivenLayer<HostTensor> layer = driver.embedding(CONFIG, START);

    assertThatThrownBy(() -> layer.forward(INDICES))
        .isExactlyInstanceOf(SubjectThrew.class)
        .hasMessage(
            "reading the output of forward threw java.lang.IllegalStateException: the device is"
                + " lost")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly(
                        "closing the output of forward threw java.lang.IllegalStateException:"
                            + " nothing to free"));
  }

  @Test
  void theTimeInsideTheSubjectIsMeasured() {
    Driver driver = driver(LayerUnderTest::forward, new ArrayList<>());

    driver.embedding(CONFIG, START).forward(INDICES);

    assertThat(driver.nanos()).isPositive();
  }

  @Test
  void whatClosingThrowsComesOutAfterEverythingIsClosed() {
    List<String> closed = new ArrayList<>();
    Driver driver = driver(LayerUnderTest::forward, closed);
    driver.embedding(CONFIG, START);
    driver.keep(
        () -> {
          throw new IllegalStateException("stuck");
        });

    assertThatThrownBy(driver::close)
        .isExactlyInstanceOf(SubjectThrew.class)
        .hasMessage("close threw java.lang.IllegalStateException: stuck");
    assertThat(closed).containsExactly("layer");
  }
}

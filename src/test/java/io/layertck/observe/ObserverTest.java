package io.layertck.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.judge.ArithmeticClass;
import io.layertck.observe.WeightHistogram.Law;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Subjects;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is measured of a subject. */
class ObserverTest {
  private static List<Observation> observed(Subject subject) {
    List<Observation> found = new ArrayList<>();
    Observer.observe(subject, 3, found::add);
    return found;
  }

  private static <O extends Observation> List<O> only(List<Observation> found, Class<O> kind) {
    return found.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void plainIsMeasuredInEveryRespect() {
    List<Observation> found = observed(new PlainSubject());

    List<WeightHistogram> weights = only(found, WeightHistogram.class);
    assertThat(weights).extracting(WeightHistogram::law).containsExactly(Law.NORMAL, Law.UNIFORM);
    assertThat(weights)
        .allSatisfy(
            histogram -> {
              assertThat(histogram.draws()).isEqualTo(350_000);
              assertThat(histogram.own()).isFalse();
              assertThat(histogram.kurtosis()).isCloseTo(histogram.law().kurtosis(), within(0.1));
              // Of a normal law two in 350,000 lie outside.
              assertThat(histogram.counts().stream().mapToLong(Long::longValue).sum())
                  .isBetween(349_970L, 350_000L);
            });
    GrowthOfTime growth = only(found, GrowthOfTime.class).get(0);
    assertThat(growth.points()).hasSizeGreaterThan(2);
    assertThat(growth.points())
        .allSatisfy(point -> assertThat(point.productMicros()).isGreaterThan(point.lookupMicros()));
    assertThat(only(found, TimeOfAHead.class)).hasSize(1);
    List<Accuracy> accuracies = only(found, Accuracy.class);
    assertThat(accuracies).extracting(Accuracy::dtype).contains("float32", "float64");
    assertThat(accuracies)
        .allSatisfy(
            accuracy ->
                assertThat(accuracy.points())
                    .hasSize(5)
                    .allSatisfy(
                        point -> {
                          assertThat(point.outputs()).isEqualTo(1024);
                          assertThat(point.rootMeanSquare()).isBetween(0.0, 0.58);
                          assertThat(point.largest()).isGreaterThan(point.rootMeanSquare());
                        }));
    assertThat(only(found, NotObserved.class)).isEmpty();
  }

  @Test
  void theArithmeticOfASubjectShows() {
    Subject rounding =
        Subjects.linear(
            "rounding",
            (input, weight, bias) ->
                product(
                    ArithmeticClass.TF32_LIKE.rounded(input),
                    ArithmeticClass.TF32_LIKE.rounded(weight)));
    Subject full = Subjects.linear("full", (input, weight, bias) -> product(input, weight));

    assertThat(only(observed(rounding), Accuracy.class))
        .extracting(Accuracy::arithmetic)
        .containsExactly(ArithmeticClass.TF32_LIKE);
    assertThat(only(observed(full), Accuracy.class))
        .extracting(Accuracy::arithmetic)
        .containsExactly(ArithmeticClass.FULL);
  }

  private static HostTensor product(HostTensor input, HostTensor weight) {
    float[] x = input.floats();
    float[] w = weight.floats();
    int terms = weight.extent(1);
    float[] output = new float[input.extent(0) * weight.extent(0)];
    for (int i = 0; i < output.length; i++) {
      int row = i / weight.extent(0) * terms;
      int column = i % weight.extent(0) * terms;
      for (int k = 0; k < terms; k++) {
        output[i] += x[row + k] * w[column + k];
      }
    }
    return HostTensor.of(output, input.extent(0), weight.extent(0));
  }

  @Test
  void aLookupAloneHasNothingToMeasure() {
    assertThat(observed(Subjects.lookup("rows", (weight, ids) -> weight))).isEmpty();
  }

  @Test
  void whatTheSubjectThrowsIsKeptAndTheRestMeasured() {
    List<Observation> found = observed(new BrokenLinearSubject());

    assertThat(only(found, WeightHistogram.class)).hasSize(1);
    assertThat(only(found, NotObserved.class))
        .extracting(NotObserved::what)
        .contains(
            "initial weights",
            "growth of the time with the vocabulary",
            "time of the logits",
            "accuracy in float32");
    assertThat(only(found, NotObserved.class))
        .allSatisfy(missing -> assertThat(missing.reason()).contains("no linear layer today"));
  }

  /** A subject whose linear layer cannot be made. */
  private static final class BrokenLinearSubject implements Subject {
    private final Subject plain = new PlainSubject();

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Claims claims() {
      return new Claims(
          Set.of(Feature.LOOKUP, Feature.LINEAR, Feature.PARAMETERS, Feature.INIT),
          Set.of(DType.FLOAT32),
          Map.of(Limit.OWN_DEFAULT_INIT, "tested"));
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return plain.embedding(config, start);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      throw new IllegalStateException("no linear layer today");
    }
  }

  @Test
  void aHistogramCountsWhatLiesInside() {
    WeightHistogram histogram =
        WeightHistogram.of(
            "a layer", Law.UNIFORM, 1, false, new double[] {-1, -0.5, 0.25, 0.75, 1}, -1, 1, 4);

    assertThat(histogram.counts()).containsExactly(1L, 1L, 1L, 1L);
    assertThat(histogram.draws()).isEqualTo(5);
    assertThat(histogram.mean()).isCloseTo(0.1, within(1e-12));
    assertThat(histogram.centres()).containsExactly(-0.75, -0.25, 0.25, 0.75);
    assertThat(histogram.densities()).containsOnly(0.4);
  }

  @Test
  void theKurtosisTellsTheBellFromTheFlatTop() {
    double[] flat = new double[10_001];
    Arrays.setAll(flat, i -> i / 5000.0 - 1);

    assertThat(WeightHistogram.of("a layer", Law.UNIFORM, 1, false, flat, -1, 1, 4).kurtosis())
        .isCloseTo(Law.UNIFORM.kurtosis(), within(1e-3));
  }

  @Test
  void anExponentIsTheSlopeOfTheLogarithms() {
    GrowthOfTime growth =
        new GrowthOfTime(
            16,
            70,
            List.of(
                new GrowthOfTime.Point(100, 5, 2),
                new GrowthOfTime.Point(400, 5, 8),
                new GrowthOfTime.Point(1600, 5, 32)));

    assertThat(growth.lookupExponent()).isCloseTo(0, within(1e-12));
    assertThat(growth.productExponent()).isCloseTo(1, within(1e-12));
  }
}

package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.drive.Driver;
import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.generate.InitialCases;
import io.layertck.generate.InitialExample;
import io.layertck.generate.SchemeCases;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ArbitrarySupplier;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers that are off by what {@link Sensitivity} states, judged in whole runs: every case that the
 * rule draws, from a seed of each run's own.
 *
 * <p>A miss of one in a million cannot be counted. So of each deviation it is shown that
 *
 * <ul>
 *   <li>of the stated size none of {@value #RUNS} runs in a type misses it;
 *   <li>where the computed probability of detection is 0.5, 0.9 and 0.99, as many of {@value
 *       #RUNS_OF_A_RATE} runs detect it as a binomial distribution allows, 1e-4 on each side; more
 *       where the probability is an inequality's;
 *   <li>a statistical rule rejects it in none of {@value #RUNS} runs where it is a tenth of that
 *       size: there it spends an alpha below 1e-6 and sees nothing else.
 * </ul>
 *
 * <p>A numeric rule has no alpha: a tenth of its size is a deviation that it may see and need not.
 * That its size is certain in each case is shown by {@link NumericSensitivityTest}.
 */
@Tag("deep")
class SensitivityDeepTest {
  private static final int RUNS = 20;
  private static final int RUNS_OF_A_RATE = 40;
  private static final double TAIL = 1e-4;

  /**
   * A rule as what it draws and does.
   *
   * @param tries of a run
   */
  private record Body<E extends Example>(
      ArbitrarySupplier<Case<E>> supplier, int tries, RuleBody<E> rule) {
    /** Tells whether a run detects a deviation. */
    boolean rejects(DeviatingSubject subject, long seed) {
      Claims claims = subject.claims();
      for (Case<E> drawn : NumericRule.drawn(supplier, tries, seed, tries)) {
        try (Driver driver = new Driver(subject, claims)) {
          if (rule.judge(drawn.materialise(claims), driver) instanceof Judgement.Broken) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private static Body<?> body(Sensitivity stated) {
    return switch (stated.rule()) {
      case "INI-01" -> initial(InitializationRules::embeddingDefault);
      case "INI-02" -> initial(InitializationRules::linearDefault);
      case "INI-05" -> new Body<>(new SchemeCases(), SchemeRules.TRIES, SchemeRules::schemes);
      case "INI-06" -> initial(InitializationRules::customInitialisation);
      default ->
          numeric(
              NumericSensitivity.rules(stated.dtype()).stream()
                  .filter(rule -> rule.id().equals(stated.rule()))
                  .findFirst()
                  .orElseThrow());
    };
  }

  private static <E extends Example> Body<E> numeric(NumericRule<E> rule) {
    return new Body<>(rule.drawn(), rule.tries(), rule.body());
  }

  private static Body<?> initial(RuleBody<InitialExample> rule) {
    return new Body<>(new InitialCases.Statistical(), InitializationRules.TRIES, rule);
  }

  private static long rejected(Sensitivity stated, double delta, int runs) {
    DeviatingSubject subject = new DeviatingSubject(stated.dtype(), stated.quantity(), delta);
    Body<?> body = body(stated);
    long count = 0;
    for (int run = 0; run < runs; run++) {
      // No two deviations are judged on the same cases.
      count += body.rejects(subject, 1000L * Objects.hash(stated, delta) + run) ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @MethodSource("ofDrawnCases")
  void noRunMissesADeviationOfTheStatedSize(Sensitivity stated) {
    assertThat(rejected(stated, stated.delta() * sign(stated), RUNS)).isEqualTo(RUNS);
  }

  @ParameterizedTest
  @MethodSource("statistical")
  void noRunRejectsATenthOfIt(Sensitivity stated) {
    assertThat(rejected(stated, stated.delta() * sign(stated) / 10, RUNS)).isZero();
  }

  @ParameterizedTest
  @MethodSource("ofOneType")
  void asManyRunsDetectItAsAreComputed(Sensitivity stated) {
    StatisticalSensitivity computed = computed(stated);
    for (double detected : new double[] {0.5, 0.9, 0.99}) {
      double delta = computed.smallest(1 - detected);
      BinomialDistribution count = BinomialDistribution.of(RUNS_OF_A_RATE, detected);
      int most =
          stated.quantity().equals(StatisticalSensitivity.DISTRIBUTION)
              ? RUNS_OF_A_RATE
              : count.inverseSurvivalProbability(TAIL);

      long rejected = rejected(stated, delta * sign(stated), RUNS_OF_A_RATE);

      assertThat(rejected)
          .as("%s of %s, probability %s", stated.quantity(), stated.rule(), detected)
          .isBetween((long) count.inverseCumulativeProbability(TAIL), (long) most);
    }
  }

  private static StatisticalSensitivity computed(Sensitivity stated) {
    return new StatisticalSensitivity(stated.rule(), stated.dtype(), stated.quantity());
  }

  /** The sign that is harder to detect, which is the one that is computed. */
  private static double sign(Sensitivity stated) {
    if (!stated.rule().startsWith("INI")) {
      return 1;
    }
    StatisticalSensitivity computed = computed(stated);
    double delta = stated.delta() / 2;
    return computed.missOfRun(-delta) > computed.missOfRun(delta) ? -1 : 1;
  }

  static Stream<Sensitivity> all() {
    return Sensitivities.stored().orElseThrow().all().stream();
  }

  /** What every run draws is judged by {@link NumericSensitivityTest}. */
  static Stream<Sensitivity> ofDrawnCases() {
    return all().filter(stated -> !stated.rule().equals("LIN-13"));
  }

  static Stream<Sensitivity> statistical() {
    return all().filter(stated -> stated.rule().startsWith("INI"));
  }

  /** The formulas do not depend on the type, but for slacks; INI-06 has those of INI-01. */
  static List<Sensitivity> ofOneType() {
    return statistical()
        .filter(stated -> stated.dtype() == DType.FLOAT32 && !stated.rule().equals("INI-06"))
        .toList();
  }
}

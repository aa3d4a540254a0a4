package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.drive.Driver;
import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.generate.LinearExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever size is computed as certain for a case is rejected in that case. */
class NumericSensitivityTest {
  private static final int CASES = 60;
  private static final int ENOUGH = 2;
  private static final int ALL = 200;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void aDeviationOfTheCertainSizeIsRejectedInTheFirstCases(DType dtype) {
    NumericSensitivity.rules(dtype)
        .forEach(
            rule ->
                assertThat(rejected(rule, dtype, CASES, ENOUGH).values())
                    .as(rule.id())
                    .allMatch(count -> count == ENOUGH));
  }

  @Tag("deep")
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void aDeviationOfTheCertainSizeIsRejectedInEveryCase(DType dtype) {
    NumericSensitivity.rules(dtype)
        .forEach(
            rule ->
                assertThat(rejected(rule, dtype, ALL, ALL).values())
                    .as(rule.id())
                    .allMatch(count -> count > ALL / 20));
  }

  /** Counts for each quantity the cases that decide on it, and have rejected it. */
  private static <E extends Example> Map<String, Integer> rejected(
      NumericRule<E> rule, DType dtype, int cases, int enough) {
    Claims claims = NumericSensitivity.claims(dtype);
    Map<String, Integer> decided = new HashMap<>();
    for (Case<E> drawn : NumericRule.drawn(rule.sampled(), rule.tries(), 7, cases)) {
      E example = drawn.materialise(claims);
      rule.sizes()
          .of(example, claims)
          .forEach(
              (quantity, size) -> {
                int before = decided.merge(quantity, 0, Integer::sum);
                if (before < enough && !Double.isInfinite(size)) {
                  decided.put(quantity, before + 1);
                  rejects(rule.id(), rule.body(), example, dtype, quantity, size);
                  rejects(rule.id(), rule.body(), example, dtype, quantity, -size);
                }
              });
      if (decided.values().stream().allMatch(count -> count == enough)) {
        break;
      }
    }
    return decided;
  }

  private static <E extends Example> void rejects(
      String rule, RuleBody<E> body, E example, DType dtype, String quantity, double delta) {
    DeviatingSubject subject = new DeviatingSubject(dtype, quantity, delta);
    try (Driver driver = new Driver(subject, subject.claims())) {
      assertThat(body.judge(example, driver))
          .as("%s of %s on %s", rule, subject.name(), example.describe())
          .isInstanceOf(Judgement.Broken.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aWeightOfALongExactSumIsRejectedWhicheverItIs(DType dtype) {
    Claims claims = NumericSensitivity.claims(dtype);
    for (Case<LinearExample> edge : LinearSensitivity.edges()) {
      LinearExample example = edge.materialise(claims);
      double size = LinearSensitivity.anyWeight(example, claims);
      String quantity = LinearSensitivity.ONE_WEIGHT_OF_AN_EDGE;

      rejects("LIN-13", LinearRules::integers, example, dtype, quantity, size);
      rejects("LIN-13", LinearRules::integers, example, dtype, quantity, -size);
    }
  }
}

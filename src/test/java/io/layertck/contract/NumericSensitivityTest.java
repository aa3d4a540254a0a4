package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.drive.Driver;
import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.generate.LinearCases;
import io.layertck.generate.LinearGradientCases;
import io.layertck.generate.LookupGradientCases;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.ArbitrarySupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever size is computed as certain for a case is rejected in that case. */
class NumericSensitivityTest {
  private static final int CASES = 30;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void aDeviationOfTheCertainSizeIsRejectedInEveryCase(DType dtype) {
    rejectsAll(
        dtype,
        NumericSensitivity.SCALED,
        new LinearCases.Real(),
        NumericSensitivity::scaledOutput,
        RealDataRules::forward);
    rejectsAll(
        dtype,
        NumericSensitivity.ONE_WEIGHT,
        new LinearCases.Real(),
        NumericSensitivity::oneWeight,
        RealDataRules::forward);
    rejectsAll(
        dtype,
        NumericSensitivity.SCALED,
        new LinearGradientCases.Real(),
        NumericSensitivity::scaledGradients,
        RealDataRules::linearGradients);
    rejectsAll(
        dtype,
        NumericSensitivity.ONE_WEIGHT,
        new LinearGradientCases.Real(),
        NumericSensitivity::oneWeight,
        RealDataRules::linearGradients);
    rejectsAll(
        dtype,
        NumericSensitivity.SCALED,
        new LookupGradientCases.Real(),
        NumericSensitivity::scaledGradient,
        RealDataRules::embeddingGradient);
  }

  private static <E extends Example> void rejectsAll(
      DType dtype,
      String quantity,
      ArbitrarySupplier<Case<E>> supplier,
      ToDoubleBiFunction<E, Claims> certain,
      RuleBody<E> rule) {
    Claims claims = DeviatingSubject.claims(dtype);
    int decided = 0;
    for (Case<E> drawn : NumericSensitivity.drawn(supplier, RealDataRules.TRIES, 7, CASES)) {
      E example = drawn.materialise(claims);
      double size = certain.applyAsDouble(example, claims);
      if (Double.isInfinite(size)) {
        continue;
      }
      decided++;
      for (double delta : new double[] {size, -size}) {
        DeviatingSubject subject = new DeviatingSubject(dtype, quantity, delta);
        try (Driver driver = new Driver(subject, claims)) {
          assertThat(rule.judge(example, driver))
              .as("%s on %s", subject.name(), example.describe())
              .isInstanceOf(Judgement.Broken.class);
        }
      }
    }
    assertThat(decided).as(quantity).isGreaterThan(CASES / 3);
  }
}

package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SensitivitiesTest {
  @Test
  void whatIsStoredIsWhatTheJudgesGive() {
    assertThat(Sensitivities.stored())
        .as("run 'bin/layer-tck sensitivity', which stores them")
        .contains(Sensitivities.computed());
  }

  @Test
  void everyStatisticalRuleIsStatedForEveryType() {
    Sensitivities stored = Sensitivities.stored().orElseThrow();
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
      assertThat(stored.all())
          .filteredOn(one -> one.dtype() == dtype)
          .extracting(Sensitivity::rule)
          .as(dtype.label())
          .containsAll(RunBudget.rules())
          .contains("EGR-03");
    }
  }

  @Test
  void everyQuantityIsStatedForEveryTypeButWhereItsSumsHoldTooFewNumbers() {
    Map<String, Set<DType>> types =
        Sensitivities.stored().orElseThrow().all().stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.rule() + ", " + one.quantity(),
                    Collectors.mapping(Sensitivity::dtype, Collectors.toSet())));

    Set<DType> all = Set.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
    assertThat(types).hasSizeGreaterThan(40);
    types.forEach(
        (quantity, stated) ->
            assertThat(stated)
                .as(quantity)
                .isEqualTo(
                    quantity.equals("LIN-13, " + LinearSensitivity.ONE_WEIGHT_OF_AN_EDGE)
                        ? Set.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16)
                        : all));
  }

  @Test
  void everyRuleThatJudgesNumbersByABoundIsStated() {
    assertThat(Sensitivities.stored().orElseThrow().all())
        .extracting(Sensitivity::rule)
        .contains("BAG-01", "BAG-03", "BAG-05", "BAG-06", "EGR-03", "EGR-10", "FRQ-01", "LGR-03")
        .contains("LGR-07", "LIN-03", "LIN-12", "NRM-01", "NRM-04", "NRM-05", "OPT-01", "OPT-03")
        .contains("OPT-04", "TIE-02", "TIE-03", "TIE-04");
  }

  @Test
  void theTriesAreThoseOfTheProperty() {
    assertThat(NumericSensitivity.rules(DType.FLOAT32))
        .filteredOn(rule -> rule.id().equals("LIN-03"))
        .allMatch(rule -> rule.tries() == RealDataRules.TRIES);
  }

  @Test
  void aTypeIsAColumnOfTheTable() {
    Sensitivities two =
        new Sensitivities(
            List.of(
                new Sensitivity("LIN-03", DType.FLOAT32, "all outputs", 3.2e-7, "error bound"),
                new Sensitivity("LIN-03", DType.BFLOAT16, "all outputs", 0.0161, "error bound")));

    assertThat(two.markdown())
        .isEqualTo(
            """
            | rule | off by delta | float32 | float64 | float16 | bfloat16 | how |
            |---|---|---|---|---|---|---|
            | LIN-03 | all outputs | 3.20e-07 | - | - | 0.0161 | error bound |
            """);
  }

  @Test
  void whatIsNotStatedHasNoDelta() {
    assertThatThrownBy(() -> new Sensitivities(List.of()).delta("LIN-03", DType.FLOAT32, "bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no bias of LIN-03 in float32");
  }

  @Test
  void aSmallerMissNeedsALargerDeviation() {
    StatisticalSensitivity deviation =
        new StatisticalSensitivity("INI-01", DType.FLOAT32, StatisticalSensitivity.DEVIATION);

    assertThat(deviation.smallest(1e-6))
        .isGreaterThan(deviation.smallest(0.01))
        .isLessThan(3 * deviation.smallest(0.5));
    assertThat(deviation.missOfRun(deviation.smallest(0.5))).isBetween(0.4, 0.5000001);
    assertThat(deviation.missOfRun(0)).isGreaterThan(1 - 1e-6);
  }
}

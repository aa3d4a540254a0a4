package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Which regime and which judge stops each arithmetic fault, in every one of ten cases of {@code T =
 * 32 x 32} outputs.
 *
 * <p>{@code e} equality on exact integers, {@code b} error bound, {@code g} gates; on GAUSSIAN,
 * WIDE_RANGE and CANCELLING data. A dash: no judge stops it in all ten cases.
 *
 * <pre>
 *                         K = 4            K = 64           K = 1024
 *                         INT GAU WID CAN  INT GAU WID CAN  INT GAU WID CAN
 * TF32 inputs              -  bg  bg  bg    -  bg  bg  bg    -   g  bg   g
 * bfloat16 inputs          e  bg  bg  bg    e  bg  bg  bg    -  bg  bg  bg
 * last term dropped        e  bg  bg  bg    e  bg  bg  bg    e  bg  bg  bg
 * bias dropped             e  bg  bg  bg    e  bg  bg  bg    e  bg  bg  bg
 * bias twice               e  bg  bg  bg    e  bg  bg  bg    e  bg  bg  bg
 * one weight off by 1e-3   e  bg  bg  bg    e  bg  bg  bg    e   -   g   -
 * one weight off by 1e-5   e  bg  bg  bg    e   -  bg   -    e   -   -   -
 * output times 1 + 2e-6    e  bg  bg  bg    e   g   g   -    e   -   -   -
 * </pre>
 *
 * <p>Integers show every change of a term but no loss of precision; at large {@code K} the gates
 * alone show TF32 on Gaussian data.
 */
class PlantedFaultsTest {
  private static final int CASES = 10;
  private static final double ALPHA = 1e-9;
  private static final Regime[] REGIMES = {
    Regime.EXACT_INTEGERS, Regime.GAUSSIAN, Regime.WIDE_RANGE, Regime.CANCELLING
  };

  @Test
  void everyFaultIsStoppedWhereTheTableSays() {
    Map<FaultyKernel, String> table = new EnumMap<>(FaultyKernel.class);
    table.put(FaultyKernel.TF32_INPUTS, "- bg bg bg / - bg bg bg / - g bg g");
    table.put(FaultyKernel.BFLOAT16_INPUTS, "e bg bg bg / e bg bg bg / - bg bg bg");
    table.put(FaultyKernel.LAST_TERM_DROPPED, "e bg bg bg / e bg bg bg / e bg bg bg");
    table.put(FaultyKernel.BIAS_DROPPED, "e bg bg bg / e bg bg bg / e bg bg bg");
    table.put(FaultyKernel.BIAS_TWICE, "e bg bg bg / e bg bg bg / e bg bg bg");
    table.put(FaultyKernel.ONE_WEIGHT_OFF_BY_1E_3, "e bg bg bg / e bg bg bg / e - g -");
    table.put(FaultyKernel.ONE_WEIGHT_OFF_BY_1E_5, "e bg bg bg / e - bg - / e - - -");
    table.put(FaultyKernel.OUTPUT_SCALED_BY_2E_6, "e bg bg bg / e g g - / e - - -");

    assertThat(measured()).isEqualTo(table);
  }

  private static Map<FaultyKernel, String> measured() {
    Map<FaultyKernel, StringBuilder> rows = new EnumMap<>(FaultyKernel.class);
    for (FaultyKernel fault : FaultyKernel.values()) {
      rows.put(fault, new StringBuilder());
    }
    for (int terms : new int[] {4, 64, 1024}) {
      for (Regime regime : REGIMES) {
        Map<FaultyKernel, String> stopped = alwaysStoppedBy(regime, terms);
        rows.forEach(
            (fault, row) ->
                row.append(row.isEmpty() ? "" : regime == REGIMES[0] ? " / " : " ")
                    .append(stopped.get(fault)));
      }
    }
    Map<FaultyKernel, String> table = new EnumMap<>(FaultyKernel.class);
    rows.forEach((fault, row) -> table.put(fault, row.toString()));
    return table;
  }

  /** The letters of the judges that stop each fault in every case. */
  private static Map<FaultyKernel, String> alwaysStoppedBy(Regime regime, int terms) {
    Map<FaultyKernel, String> letters = new EnumMap<>(FaultyKernel.class);
    for (int seed = 0; seed < CASES; seed++) {
      LinearCase data = LinearCase.draw(regime, 32, 32, terms, new SplittableRandom(seed));
      Reference exact = data.exact();
      GateConditions conditions = data.conditions(exact);
      for (FaultyKernel fault : FaultyKernel.values()) {
        HostTensor output = data.computedBy(fault);
        String stopped =
            regime == Regime.EXACT_INTEGERS
                ? stoppedByEquality(output, exact)
                : stoppedByBound(output, exact) + stoppedByGates(output, exact, conditions);
        letters.merge(fault, stopped, PlantedFaultsTest::common);
      }
    }
    letters.replaceAll((fault, stopped) -> stopped.isEmpty() ? "-" : stopped);
    return letters;
  }

  private static String common(String letters, String others) {
    return letters.replaceAll("[^" + others + "0]", "");
  }

  private static String stoppedByEquality(HostTensor output, Reference exact) {
    return Arrays.equals(output.widened(), exact.value()) ? "" : "e";
  }

  private static String stoppedByBound(HostTensor output, Reference exact) {
    Judgement judgement =
        BoundJudge.judge("output", output, exact, LinearCase.FLOAT32, LinearCase.OUTPUT);
    return judgement instanceof Judgement.Broken ? "b" : "";
  }

  private static String stoppedByGates(
      HostTensor output, Reference exact, GateConditions conditions) {
    Judgement judgement = Gates.judge("output", ScaledErrors.of(output, exact), conditions, ALPHA);
    return judgement instanceof Judgement.Broken ? "g" : "";
  }
}

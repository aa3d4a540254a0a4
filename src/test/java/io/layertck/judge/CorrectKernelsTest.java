package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A hundred thousand cases of twelve correct kernels: none is rejected, by bound or by gate. */
class CorrectKernelsTest {
  private static final int[] TERMS = {1, 2, 3, 4, 5, 7, 8, 16, 33, 64, 1024};
  private static final double ALPHA = 1e-9;

  @Test
  void noCorrectKernelIsEverRejected() {
    int cases = 0;
    int gated = 0;
    for (int terms : TERMS) {
      for (Regime regime : Regime.values()) {
        for (int seed = 0; seed < drawsOf(terms); seed++) {
          // given
          LinearCase data =
              LinearCase.draw(regime, 10, 10, terms, new SplittableRandom(7919L * seed + terms));
          Reference exact = data.exact();
          GateConditions conditions = data.conditions(exact);
          for (CorrectKernel kernel : CorrectKernel.values()) {
            // when
            HostTensor output = data.computedBy(kernel);
            Judgement bound =
                BoundJudge.judge("output", output, exact, LinearCase.FLOAT32, LinearCase.OUTPUT);
            Judgement gates =
                Gates.judge("output", ScaledErrors.of(output, exact), conditions, ALPHA);

            // then
            cases++;
            gated += gates instanceof Judgement.Kept ? 1 : 0;
            if (!(bound instanceof Judgement.Kept) || gates instanceof Judgement.Broken) {
              throw new AssertionError(
                  terms + " terms, " + regime + ", " + kernel + ": " + bound + ", " + gates);
            }
          }
        }
      }
    }
    assertThat(cases).isGreaterThan(100_000);
    assertThat(gated).isGreaterThan(50_000);
  }

  private static int drawsOf(int terms) {
    return terms == 1024 ? 2 : terms > 16 ? 50 : 200;
  }
}

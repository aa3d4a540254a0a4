package io.layertck.explain;

import io.layertck.contract.RuleBroken;
import io.layertck.contract.Trial;
import io.layertck.generate.Example;
import io.layertck.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Simplifies a failure and says what it depends on. */
public final class Explainer {
  private static final Duration SIMPLIFYING = Duration.ofMillis(500);
  private static final Duration EXPLAINING = Duration.ofMillis(500);

  private static final String UNSTEADY = "does not fail each time it is run on the same example";

  private Explainer() {}

  /**
   * Explains a failure; returns it as it was where a second run does not show it again, or where
   * its example cannot be taken apart.
   *
   * @param correct a layer that keeps the rule, by which a simpler example is told from one that no
   *     layer can pass
   */
  public static RuleBroken explain(RuleBroken broken, Subject correct) {
    Bench bench = new Bench(broken, correct);
    Example drawn = broken.trial().example();
    boolean fixed = drawn.parts().isEmpty() && drawn.omissions().isEmpty();
    if (fixed || bench.run(drawn) != Outcome.FAILS) {
      return broken;
    }
    Example simplest = new Simplifier(bench, drawn, Deadline.after(SIMPLIFYING)).simplified();
    String finding = bench.finding(simplest);
    if (finding == null) {
      return broken.on(broken.trial(), broken.finding(), List.of(UNSTEADY));
    }
    Deadline deadline = Deadline.after(EXPLAINING);
    List<String> sentences = new ArrayList<>();
    sentences.addAll(new Conditions(bench, simplest, deadline).sentences());
    sentences.addAll(new Boundaries(bench, simplest, deadline).sentences());
    Trial<?> trial = bench.trial(simplest);
    return broken.on(trial, finding, sentences);
  }
}

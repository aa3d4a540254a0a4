package io.layertck.certify;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.contract.RuleBroken;
import io.layertck.contract.RuleRun;
import io.layertck.explain.Explainer;
import io.layertck.explain.ReadyTest;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Rule;
import io.layertck.rule.SetUpException;
import io.layertck.spi.Subject;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.jspecify.annotations.Nullable;

/** Writes one journal line when a rule begins and one when it ends. */
public final class JournalHook implements AroundPropertyHook {
  /** Outside every other hook, so that a failure that one of them adds is seen. */
  private static final int OUTERMOST = -1000;

  /** Below this share of deciding cases a rule that was kept proves too little. */
  private static final double LEAST_DECIDED = 0.01;

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public boolean appliesTo(Optional<AnnotatedElement> element) {
    return RuleSubjects.isRule(element);
  }

  @Override
  public int aroundPropertyProximity() {
    return OUTERMOST;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    Rule rule = RuleSubjects.rule(context);
    ActiveRun run = ActiveRun.current();
    Subject subject = RuleSubjects.subject(context);
    run.admit(subject);
    Journal journal = run.journal(subject);
    int ownTries = context.attributes().tries().orElse(0);
    boolean drawsAll = isDeclaredExhaustive(context);
    Integer askedTries = run.settings().tries();
    long seed = run.settings().ruleSeed(rule.id());
    String reproduce = run.reproduction(rule.id(), RuleSubjects.testClass(context));
    journal.write(new JournalEntry.RuleStarted(rule.id(), rule.level(), seed, reproduce));
    RuleRun tally = RuleRun.begin();
    long begin = System.nanoTime();
    try {
      PropertyExecutionResult result = explained(property.execute(), run);
      double millis = (System.nanoTime() - begin) / 1e6;
      Throwable thrown = result.throwable().orElse(null);
      if (thrown instanceof SetUpException) {
        journal.write(JournalEntry.RunRefused.because(thrown));
        return result;
      }
      Finding finding = Finding.of(result, tally);
      boolean exhausted =
          result.status() == PropertyExecutionResult.Status.SUCCESSFUL
              && isExhaustive(context, result);
      journal.write(
          new JournalEntry.RuleFinished(
              rule.id(),
              rule.level(),
              finding.outcome(),
              result.countTries(),
              tally.withEvidence(),
              tally.checks(),
              exhausted,
              askedTries != null && (askedTries < ownTries || (drawsAll && !exhausted)),
              seed,
              millis,
              tally.subjectNanos() / 1e6,
              finding.message(),
              finding.example(),
              finding.numbers(),
              finding.explanation(),
              readyTest(context, result, run),
              reproduce));
      return result;
    } finally {
      RuleRun.end();
    }
  }

  /** Every case was drawn: by declaration, or because there are fewer than tries. */
  private static boolean isExhaustive(
      PropertyLifecycleContext context, PropertyExecutionResult result) {
    return isDeclaredExhaustive(context)
        || result.countTries() < context.attributes().tries().orElse(0);
  }

  private static boolean isDeclaredExhaustive(PropertyLifecycleContext context) {
    return context.attributes().generation().orElse(GenerationMode.AUTO)
        == GenerationMode.EXHAUSTIVE;
  }

  /** Makes a failure simple, after jqwik has made the drawn case small. */
  private static PropertyExecutionResult explained(PropertyExecutionResult result, ActiveRun run) {
    return run.settings().shrinking()
            && result.throwable().orElse(null) instanceof RuleBroken broken
        ? result.mapToFailed(Explainer.explain(broken, new PlainSubject()))
        : result;
  }

  private static @Nullable String readyTest(
      PropertyLifecycleContext context, PropertyExecutionResult result, ActiveRun run) {
    if (!(result.throwable().orElse(null) instanceof RuleBroken broken)) {
      return null;
    }
    ReadyTest.Source source = run.testSource(RuleSubjects.testClass(context));
    return ReadyTest.of(broken, context.targetMethod(), source).map(ReadyTest::text).orElse(null);
  }

  private record Finding(
      Outcome outcome,
      @Nullable String message,
      @Nullable String example,
      @Nullable Long numbers,
      List<String> explanation) {
    static Finding of(PropertyExecutionResult result, RuleRun tally) {
      Throwable thrown = result.throwable().orElse(null);
      if (thrown instanceof RuleBroken broken) {
        return new Finding(
            Outcome.BROKEN,
            broken.finding(),
            broken.example(),
            broken.trial().example().numbers(),
            broken.explanation());
      }
      if (result.status() != PropertyExecutionResult.Status.SUCCESSFUL) {
        return without(Outcome.SUITE_FAILED, "the suite failed, not the subject: " + thrown);
      }
      if (tally.withEvidence() == 0 || tally.withEvidence() < LEAST_DECIDED * tally.judged()) {
        return without(
            Outcome.UNDECIDED,
            tally.withEvidence()
                + " of "
                + tally.judged()
                + " cases decided the rule: "
                + tally.lackingEvidence());
      }
      return tally.advisory() == null
          ? without(Outcome.KEPT, null)
          : without(Outcome.KEPT_WITH_ADVISORY, tally.advisory());
    }

    private static Finding without(Outcome outcome, @Nullable String message) {
      return new Finding(outcome, message, null, null, List.of());
    }
  }
}

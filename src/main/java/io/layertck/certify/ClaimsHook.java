package io.layertck.certify;

import io.layertck.rule.Rule;
import io.layertck.spi.Subject;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Skips the rules that were not asked for and those on features that are not claimed. */
public final class ClaimsHook implements SkipExecutionHook {
  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public boolean appliesTo(Optional<AnnotatedElement> element) {
    return RuleSubjects.isRule(element);
  }

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    Rule rule = RuleSubjects.rule(context);
    ActiveRun run = ActiveRun.current();
    if (!run.settings().rules().includes(rule.id())) {
      return SkipResult.skip(rule.id() + " was not asked for");
    }
    Subject subject = RuleSubjects.subject(context);
    List<String> missing =
        SubjectDescription.of(subject)
            .missing(List.of(rule.features()), List.of(rule.excludedBy()));
    if (missing.isEmpty()) {
      return skippedForNeed(rule, run, subject);
    }
    run.journal(subject).write(new JournalEntry.RuleNotClaimed(rule.id(), rule.level(), missing));
    return SkipResult.skip(
        rule.id() + " is not judged: " + subject.name() + " does not claim " + missing);
  }

  private static SkipResult skippedForNeed(Rule rule, ActiveRun run, Subject subject) {
    Optional<String> reason = Needs.unmet(rule.need(), run.settings());
    if (reason.isEmpty()) {
      return SkipResult.doNotSkip();
    }
    run.journal(subject).write(new JournalEntry.RuleSkipped(rule.id(), rule.level(), reason.get()));
    return SkipResult.skip(rule.id() + " is skipped: " + reason.get());
  }
}

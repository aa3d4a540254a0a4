package io.layertck.certify;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Hands the run's settings to a rule's property before its first try. */
public final class RunSettingsHook implements AroundPropertyHook {
  /** A rule with so few cases has large ones, of which more would take minutes. */
  private static final int FEW_TRIES = 10;

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public boolean appliesTo(Optional<AnnotatedElement> element) {
    return RuleSubjects.isRule(element);
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    RunSettings settings = ActiveRun.current().settings();
    String id = RuleSubjects.rule(context).id();
    PropertyAttributes attributes = context.attributes();
    attributes.setSeed(Long.toString(settings.ruleSeed(id)));
    // A user's database of earlier failures would replay samples of another seed.
    attributes.setAfterFailure(AfterFailureMode.RANDOM_SEED);
    // The generators draw edges themselves; mixed in, they would crowd out everything else.
    attributes.setEdgeCases(EdgeCasesMode.NONE);
    // BOUNDED shrinking leaves a thread behind that goes on calling the subject.
    attributes.setShrinking(settings.shrinking() ? ShrinkingMode.FULL : ShrinkingMode.OFF);
    if (settings.tries() != null) {
      int own = attributes.tries().orElse(settings.tries());
      boolean keepsItsOwn = RuleSubjects.rule(context).statistical() || own <= FEW_TRIES;
      attributes.setTries(keepsItsOwn ? Math.min(settings.tries(), own) : settings.tries());
      if (attributes.generation().orElse(GenerationMode.AUTO) == GenerationMode.EXHAUSTIVE) {
        // All cases where there are no more than tries, else so many of them at random.
        attributes.setGeneration(GenerationMode.AUTO);
      }
    }
    return property.execute();
  }
}

package io.layertck.rule;

import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a property as one rule of the catalogue, and is the only place where its text stands. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
  /** The id, never reused, such as {@code EMB-02}. */
  String id();

  /** How binding the rule is. */
  Level level() default Level.MUST;

  /** The features a subject must claim, all of them, for the rule to be judged. */
  Feature[] features();

  /** Whether the rule spends from the run's budget of false alarms, so that no run may try more. */
  boolean statistical() default false;

  /** The declared limits under which the rule has nothing to judge. */
  Limit[] excludedBy() default {};

  /** What it needs beyond a usual run, so that it is judged only where that is asked for. */
  Need need() default Need.NOTHING;

  /** The obligation in one sentence. */
  String statement();

  /** Where the obligation comes from: a section of PyTorch's documentation, a paper, a thread. */
  String source();

  /** The catalogue version that introduced the rule. */
  String since() default "0.1";
}

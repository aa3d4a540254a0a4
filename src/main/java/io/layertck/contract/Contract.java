package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.spi.Subject;

/** What all contracts share: the subject, and the way from a drawn case to its judgement. */
public interface Contract {
  /** Returns the subject; called once per case, and may return the same one each time. */
  Subject subject();

  /**
   * Judges one case of a rule.
   *
   * @throws RuleBroken if the subject breaks the rule on it
   */
  default <E extends Example> void judge(Case<E> drawn, RuleBody<E> body) {
    RuleRun.current().judge(subject(), drawn, body);
  }
}

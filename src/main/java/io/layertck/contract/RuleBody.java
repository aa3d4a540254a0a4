package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.Example;
import io.layertck.rule.Judgement;

/**
 * What a rule does with one example.
 *
 * @param <E> the kind of example
 */
@FunctionalInterface
public interface RuleBody<E extends Example> {
  /** Drives the layer and judges it. */
  Judgement judge(E example, Driver driver);
}

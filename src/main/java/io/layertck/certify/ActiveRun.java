package io.layertck.certify;

import io.layertck.explain.ReadyTest;
import io.layertck.spi.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The run that the hooks work for.
 *
 * <p>jqwik makes the hooks itself and hands nothing of ours through, so a run that is started by
 * this suite is bound to its thread; in a user's own build there is one run for the whole JVM.
 */
public interface ActiveRun {
  /** Returns what was asked for. */
  RunSettings settings();

  /**
   * Lets a subject's rules run.
   *
   * @throws io.layertck.rule.SetUpException if its adapter is wrong
   */
  void admit(Subject subject);

  /** Returns where the lines about a subject go. */
  Journal journal(Subject subject);

  /** Returns the command that runs one rule of one test class again. */
  String reproduction(String ruleId, Class<?> testClass);

  /** Returns how a test of one rule, written for this run, comes by its subject. */
  ReadyTest.Source testSource(Class<?> testClass);

  /** Returns the run bound to this thread, or that of the user's own build. */
  static ActiveRun current() {
    BoundRun bound = BoundRun.onThisThread();
    return bound == null ? OwnBuildRun.current() : bound;
  }

  /** Returns what is added to a reproduction line where the number of tries was given. */
  static String triesOption(@Nullable Integer tries, String option) {
    return tries == null ? "" : " " + option + tries;
  }
}

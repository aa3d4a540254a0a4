package io.layertck.certify;

import io.layertck.explain.ReadyTest;
import io.layertck.spi.Subject;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run of one subject that this suite started itself.
 *
 * @param settings what was asked for
 * @param subject who is certified
 * @param output where the lines go
 * @param reproduction from a rule's id to the command that runs it again
 */
record BoundRun(
    RunSettings settings, Subject subject, Journal output, UnaryOperator<String> reproduction)
    implements ActiveRun {
  private static final ThreadLocal<@Nullable BoundRun> BOUND = new ThreadLocal<>();

  static @Nullable BoundRun onThisThread() {
    return BOUND.get();
  }

  /** Whoever bound the run has checked the adapter. */
  @Override
  public void admit(Subject certified) {}

  @Override
  public Journal journal(Subject certified) {
    return output;
  }

  @Override
  public String reproduction(String ruleId, Class<?> testClass) {
    return reproduction.apply(ruleId);
  }

  /** What was loaded by its class can be made again; any other subject is somebody's own. */
  @Override
  public ReadyTest.Source testSource(Class<?> testClass) {
    Class<?> made = subject.getClass();
    return Constructible.isPublic(made)
        ? new ReadyTest.Source("", "new " + made.getCanonicalName() + "()")
        : ReadyTest.Source.GIVEN;
  }

  /** Binds this run to the thread while an action runs. */
  void during(Runnable action) {
    BoundRun before = BOUND.get();
    BOUND.set(this);
    try {
      action.run();
    } finally {
      if (before == null) {
        BOUND.remove();
      } else {
        BOUND.set(before);
      }
    }
  }
}

package io.layertck.fault;

import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Ends a property early, after the tries in which a fault was caught.
 *
 * <p>Asking for fewer tries would not do: jqwik draws other cases then.
 */
public final class FirstTries implements AroundTryHook {
  private static final ThreadLocal<Long> LEFT = ThreadLocal.withInitial(() -> Long.MAX_VALUE);

  /** Runs properties of which each counted try is one of the first. */
  static void only(long tries, Runnable properties) {
    LEFT.set(tries);
    try {
      properties.run();
    } finally {
      LEFT.remove();
    }
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor executor, List<Object> parameters) {
    TryExecutionResult result = executor.execute(parameters);
    LEFT.set(LEFT.get() - 1);
    return result.isSatisfied() && LEFT.get() <= 0 ? TryExecutionResult.satisfied(true) : result;
  }
}

package io.layertck.certify;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Ends the run of a user's own build when its test plan ends. */
public final class RunListener implements TestExecutionListener {
  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    // The suite's own launcher runs inside a bound run and registers no listeners.
    OwnBuildRun.finish();
  }
}

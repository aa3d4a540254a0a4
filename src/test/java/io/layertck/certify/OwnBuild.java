package io.layertck.certify;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs test classes as a build does, one after another, with whatever listeners the class path
 * offers.
 */
final class OwnBuild {
  private OwnBuild() {}

  /**
   * Runs test classes; the exit code is 1 if a test failed.
   *
   * @param arguments the test classes
   */
  public static void main(String[] arguments) {
    long failures = 0;
    for (String testClass : arguments) {
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(testClass))
                  .configurationParameter("jqwik.database", "")
                  .build(),
              summary);
      summary
          .getSummary()
          .getFailures()
          .forEach(failure -> System.out.println(failure.getException()));
      failures += summary.getSummary().getTotalFailureCount();
    }
    System.exit(failures > 0 ? 1 : 0);
  }
}

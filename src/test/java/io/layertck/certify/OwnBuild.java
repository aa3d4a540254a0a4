package io.layertck.certify;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs one test class as a build does, with whatever listeners the class path offers. */
final class OwnBuild {
  private OwnBuild() {}

  /**
   * Runs a test class; the exit code is 1 if a test failed.
   *
   * @param arguments the test class
   */
  public static void main(String[] arguments) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(arguments[0]))
                .configurationParameter("jqwik.database", "")
                .build(),
            summary);
    summary
        .getSummary()
        .getFailures()
        .forEach(failure -> System.out.println(failure.getException()));
    System.exit(summary.getSummary().getTotalFailureCount() > 0 ? 1 : 0);
  }
}

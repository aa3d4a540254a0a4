package io.layertck.certify;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.spi.Subject;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.engine.JqwikTestEngine;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the selected rules over one subject in this JVM, with jqwik on the JUnit Platform. */
public final class InProcessRun {
  /** Held so that its level is not forgotten. */
  private static final Logger JQWIK = Logger.getLogger("net.jqwik");

  private InProcessRun() {}

  /**
   * Runs the rules and returns when the last has ended.
   *
   * @param journal takes a line when a rule begins and one when it ends
   * @param reproduction from a rule's id to the command that runs it again
   */
  public static void execute(
      Subject subject, RunSettings settings, Journal journal, UnaryOperator<String> reproduction) {
    JQWIK.setLevel(Level.OFF);
    Predicate<String> selected = settings.rules().asPredicate();
    List<DiscoverySelector> selectors =
        Catalogue.rules().stream()
            .filter(rule -> selected.test(rule.id()))
            .map(RuleEntry::property)
            .<DiscoverySelector>map(each -> selectMethod(CertifiedLayers.with(each), each))
            .toList();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectors)
            .enableImplicitConfigurationParameters(false)
            .configurationParameter("jqwik.database", "")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .build();
    new BoundRun(settings, subject, journal, reproduction)
        .during(() -> LauncherFactory.create(jqwikAlone()).execute(request));
  }

  /** No other engine, listener or filter of the class path takes part. */
  private static LauncherConfig jqwikAlone() {
    return LauncherConfig.builder()
        .enableTestEngineAutoRegistration(false)
        .addTestEngines(new JqwikTestEngine())
        .enableTestExecutionListenerAutoRegistration(false)
        .enableLauncherSessionListenerAutoRegistration(false)
        .enableLauncherDiscoveryListenerAutoRegistration(false)
        .enablePostDiscoveryFilterAutoRegistration(false)
        .build();
  }
}

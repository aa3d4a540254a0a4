package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.spi.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every rule on every kernel, and what would end alike on all of them once.
 *
 * <p>Cases depend on the seed alone, and kernels differ in their sums alone: so a rule during which
 * no sum is computed needs one kernel, and what threads do at once needs the kernels that keep
 * something between calls. The statistical rules on initial weights are of the first kind, and keep
 * their own few cases of thousands of draws. The rule of 100,000 calls is left to the deep profile,
 * which leaves out nothing.
 */
class NoFalseAlarmTest {
  private static final long SEED = 1;
  private static final int TRIES = 50;
  private static final String LEAK_RULE = "CON-03";
  private static final RuleSelection THREADS = new RuleSelection("CON-*");
  private static final Kernel FIRST = Kernel.all().get(0);

  /** How the rules ended on the first kernel: those with sums, and those without. */
  private static final Map<String, RuleFinished> WITH_SUMS = new TreeMap<>();

  private static final Map<String, RuleFinished> WITHOUT_SUMS = new TreeMap<>();

  @BeforeAll
  static void findTheRulesWithSums() {
    KernelSubject subject = new KernelSubject(FIRST);
    String rules =
        Catalogue.rules().stream()
            .map(RuleEntry::id)
            .filter(id -> !id.equals(LEAK_RULE))
            .collect(Collectors.joining(","));
    long[] before = {0};
    RulesOnKernel.run(
        subject,
        SEED,
        TRIES,
        new RuleSelection(rules),
        rule -> {
          (subject.sums() > before[0] ? WITH_SUMS : WITHOUT_SUMS).put(rule.id(), rule);
          before[0] = subject.sums();
        });
  }

  private static Map<String, RuleFinished> run(Subject subject, Collection<String> rules) {
    return RulesOnKernel.run(subject, SEED, TRIES, new RuleSelection(String.join(",", rules)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void noRuleAccusesACorrectLayer(Kernel kernel) {
    List<String> rules =
        WITH_SUMS.keySet().stream()
            .filter(rule -> kernel.keepsSomething() || !THREADS.includes(rule))
            .toList();

    Map<String, RuleFinished> found =
        kernel.equals(FIRST) ? WITH_SUMS : run(new KernelSubject(kernel), rules);

    assertThat(found).containsKeys(rules.toArray(String[]::new));
    assertThat(found.values()).allSatisfy(rule -> acquits(rule));
    assertThat(found.values())
        .allSatisfy(
            rule -> {
              RuleFinished first = WITH_SUMS.getOrDefault(rule.id(), rule);
              assertThat(rule.outcome()).as(rule.toString()).isEqualTo(first.outcome());
              assertThat(rule.decided()).as(rule.toString()).isEqualTo(first.decided());
            });
  }

  @Test
  void noRuleWithoutSumsAccusesACorrectLayer() {
    assertThat(WITHOUT_SUMS)
        .containsKeys("EMB-02", "INI-01")
        .doesNotContainKeys("LIN-02", "EGR-02");
    assertThat(WITHOUT_SUMS).hasSize(Catalogue.rules().size() - 1 - WITH_SUMS.size());
    assertThat(WITHOUT_SUMS.values()).allSatisfy(rule -> acquits(rule));
  }

  private static void acquits(RuleFinished rule) {
    assertThat(rule.outcome()).as(rule.toString()).isIn(Outcome.KEPT, Outcome.KEPT_WITH_ADVISORY);
    assertThat(rule.decided()).as(rule.toString()).isPositive();
  }

  static List<Kernel> kernels() {
    return Kernel.all();
  }
}

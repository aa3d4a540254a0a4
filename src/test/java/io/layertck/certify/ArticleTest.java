package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Article;
import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.Claim;
import io.layertck.catalogue.ClaimVerdict;
import io.layertck.catalogue.Ground;
import io.layertck.catalogue.RuleEntry;
import io.layertck.observe.Observer;
import io.layertck.oracle.golden.GoldenFiles;
import io.layertck.oracle.golden.RecordedFact;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every claim of the article turns out as it is expected to. */
class ArticleTest {
  private static final int TRIES = 5;

  static Stream<Subject> subjects() {
    return Stream.of(new PlainSubject(), new Nd4jSubject());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyClaimIsDecidedAsExpected(Subject subject) {
    RunSettings settings =
        new RunSettings(
            1,
            TRIES,
            new RuleSelection(
                grounds()
                    .filter(Ground.Kept.class::isInstance)
                    .map(ground -> ((Ground.Kept) ground).rule())
                    .distinct()
                    .collect(Collectors.joining(","))),
            true);
    List<JournalEntry> journal = new ArrayList<>();
    journal.add(JournalEntry.RunStarted.of(SubjectDescription.of(subject), settings, List.of()));
    InProcessRun.execute(subject, settings, journal::add, id -> id);
    Observer.observe(
        subject, 1, observation -> journal.add(new JournalEntry.Observed(observation)));
    journal.add(new JournalEntry.RunFinished(1));

    assertThat(Grader.grade(journal).claims())
        .hasSize(Article.claims().size())
        .allSatisfy(
            claim -> assertThat(claim.verdict()).as(claim.toString()).isEqualTo(claim.expected()));
  }

  @Test
  void everyClaimNamesRulesAndFactsThatThereAre() {
    List<String> rules = Catalogue.rules().stream().map(RuleEntry::id).toList();
    List<String> facts =
        RecordedFact.all(GoldenFiles.shipped()).stream().map(RecordedFact::id).toList();

    assertThat(Article.claims()).allSatisfy(claim -> assertThat(claim.grounds()).isNotEmpty());
    assertThat(grounds())
        .allSatisfy(
            ground -> {
              if (ground instanceof Ground.Kept kept) {
                assertThat(rules).contains(kept.rule());
              } else if (ground instanceof Ground.Recorded recorded) {
                assertThat(facts).contains(recorded.fact());
              }
            });
  }

  @Test
  void everyClaimHasASentenceAndALimitWhereOneIsExpected() {
    assertThat(Article.claims())
        .allSatisfy(
            claim -> {
              assertThat(claim.statement()).endsWith(".");
              assertThat(claim.limits().isEmpty())
                  .as(claim.statement())
                  .isEqualTo(claim.expected() != ClaimVerdict.HOLDS_WITH_LIMIT);
            })
        .extracting(Claim::statement)
        .doesNotHaveDuplicates();
  }

  private static Stream<Ground> grounds() {
    return Article.claims().stream()
        .flatMap(claim -> Stream.concat(claim.grounds().stream(), claim.limits().stream()));
  }
}

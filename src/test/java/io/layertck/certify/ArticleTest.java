package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Article;
import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.Claim;
import io.layertck.catalogue.ClaimVerdict;
import io.layertck.catalogue.Ground;
import io.layertck.catalogue.RuleEntry;
import io.layertck.oracle.golden.GoldenFiles;
import io.layertck.oracle.golden.RecordedFact;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The claims of the article are whole; {@link InProcessRunTest} shows how they turn out. */
class ArticleTest {
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

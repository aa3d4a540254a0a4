package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.generate.Case;
import io.layertck.generate.FeatureExample;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleRunTest {
  private static final Case<FeatureExample> CASE = claims -> new FeatureExample(Feature.LOOKUP);

  private final Subject subject = new PlainSubject();
  private final RuleRun run = RuleRun.begin();

  @AfterEach
  void forget() {
    RuleRun.end();
  }

  private void judge(Judgement judgement) {
    run.judge(subject, CASE, (example, driver) -> judgement);
  }

  @Test
  void evidenceAddsUp() {
    judge(Judgement.kept(3));
    judge(Judgement.kept(4));

    assertThat(run.judged()).isEqualTo(2);
    assertThat(run.withEvidence()).isEqualTo(2);
    assertThat(run.checks()).isEqualTo(7);
  }

  @Test
  void anExampleWithoutEvidenceIsNoPass() {
    judge(Judgement.kept(0));

    assertThat(run.judged()).isEqualTo(1);
    assertThat(run.withEvidence()).isZero();
    assertThat(run.lackingEvidence()).isEqualTo("nothing to compare");
  }

  @Test
  void aBrokenRuleIsThrownWithItsExample() {
    assertThatThrownBy(() -> judge(Judgement.broken("row 3 is wrong")))
        .isExactlyInstanceOf(RuleBroken.class)
        .hasMessage("row 3 is wrong" + System.lineSeparator() + "  example: LOOKUP");
    assertThat(run.withEvidence()).isZero();
  }

  @Test
  void whatIsJudgedWhileShrinkingDoesNotCount() {
    assertThatThrownBy(() -> judge(Judgement.broken("wrong"))).isInstanceOf(RuleBroken.class);

    judge(Judgement.kept(5));

    assertThat(run.checks()).isZero();
  }

  @Test
  void aSmallerCaseThatFailsInAnotherWayPasses() {
    assertThatThrownBy(() -> judge(Judgement.broken("row 3 is wrong")))
        .isInstanceOf(RuleBroken.class);

    judge(Judgement.broken("forward threw"));

    assertThatThrownBy(() -> judge(Judgement.broken("row 1 is wrong")))
        .isInstanceOf(RuleBroken.class);
  }

  @Test
  void withoutAPropertyEveryJudgementStandsAlone() {
    RuleRun.end();

    assertThatThrownBy(
            () -> RuleRun.current().judge(subject, CASE, (e, d) -> Judgement.broken("a")))
        .isInstanceOf(RuleBroken.class);
    assertThatThrownBy(
            () -> RuleRun.current().judge(subject, CASE, (e, d) -> Judgement.broken("b")))
        .isInstanceOf(RuleBroken.class);
  }

  @Test
  void anAdvisoryIsKeptWithItsExampleAndCountsAsEvidence() {
    judge(new Judgement.Advisory(2, "not quite"));
    judge(Judgement.kept(1));

    assertThat(run.advisory())
        .isEqualTo("not quite" + System.lineSeparator() + "  example: LOOKUP");
    assertThat(run.checks()).isEqualTo(3);
  }

  @Test
  void joinedJudgementsAreBrokenByEitherPart() {
    Judgement kept = Judgement.kept(1);
    Judgement broken = Judgement.broken("b");
    Judgement advisory = new Judgement.Advisory(1, "a");
    Judgement none = new Judgement.NoEvidence("n");

    assertThat(kept.and(broken)).isEqualTo(broken);
    assertThat(broken.and(kept)).isEqualTo(broken);
    assertThat(none.and(broken)).isEqualTo(broken);
    assertThat(none.and(kept)).isEqualTo(kept);
    assertThat(kept.and(none)).isEqualTo(kept);
    assertThat(kept.and(advisory)).isEqualTo(new Judgement.Advisory(2, "a"));
    assertThat(advisory.and(broken)).isEqualTo(broken);
    assertThat(kept.and(kept)).isEqualTo(Judgement.kept(2));
  }
}

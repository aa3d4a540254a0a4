package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final Judgement KEPT = Judgement.kept(3);

  @Test
  void aPassNeedsAnExpectedValueThatIsNotZero() {
    assertThat(Evidence.weigh("output", KEPT, 0, 0, 1e-30)).isSameAs(KEPT);
    assertThat(Evidence.weigh("output", KEPT, 0, Double.NaN)).isSameAs(KEPT);
    assertThat(Evidence.weigh("output", KEPT, 0, -0.0))
        .isEqualTo(new Judgement.NoEvidence("every expected element of the output is zero"));
    assertThat(Evidence.weigh("output", KEPT))
        .isEqualTo(new Judgement.NoEvidence("the output has no elements"));
  }

  @Test
  void anAdvisoryIsAPassToo() {
    assertThat(Evidence.weigh("output", new Judgement.Advisory(1, "slow"), 0))
        .isInstanceOf(Judgement.NoEvidence.class);
  }

  @Test
  void aBrokenRuleStaysBroken() {
    Judgement broken = Judgement.broken("wrong");
    Judgement undecided = new Judgement.NoEvidence("too few");

    assertThat(Evidence.weigh("output", broken, 0)).isSameAs(broken);
    assertThat(Evidence.weigh("output", undecided, 0)).isSameAs(undecided);
  }
}

package io.layertck.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.power.FalseAlarms.KernelRun;
import io.layertck.power.PowerStatement.Detectable;
import io.layertck.power.PowerStatement.Figures;
import io.layertck.power.PowerStatement.Share;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PowerStatementTest {
  private static final Spread TRIES = new Spread(2, 1, 3, 3);
  private static final StoredPower STORED =
      new StoredPower(
          "1.0",
          "0.1",
          "the digest",
          "first catch",
          5,
          1,
          1000,
          List.of(
              layer("a clamped index", "caught by the rule it names", true, "ERR-01"),
              layer("a lost row", "caught by the rule it names", true, "EMB-01", "EMB-02"),
              layer("a stale copy", "caught by the rule it names", false)),
          List.of(
              layer("a lost column", "caught", true, "EMB-01"),
              layer("a truncated sum", "classed", true, "LIN-03"),
              layer("a sum in another order", "equivalent", true)),
          null,
          TRIES,
          TRIES,
          List.of(),
          null);

  private static final Detectable WEIGHT =
      new Detectable("EMB-02", "float32", "one weight, relative", 1e-6);
  private static final FalseAlarms CORRECT =
      new FalseAlarms(
          List.of(
              new KernelRun("forward", "1.0", "the digest", 1, 114, 50, 40, 400, List.of()),
              new KernelRun("pairwise", "1.0", "the digest", 1, 114, 50, 41, 400, List.of())));

  private static TriedLayer layer(
      String name, String expected, boolean asExpected, String... rules) {
    return new TriedLayer(name, "a group", expected, "", asExpected, List.of(rules));
  }

  private static PowerStatement of(String digest, String... judged) {
    return PowerStatement.of(
        Optional.of(STORED), Optional.of(CORRECT), List.of(WEIGHT), digest, List.of(judged));
  }

  @Test
  void whatTheJudgedRulesCatchIsCounted() {
    assertThat(of("the digest", "EMB-01", "ERR-01").figures())
        .isEqualTo(new Figures("first catch", 5, 1, new Share(3, 2, 2), new Share(1, 1, 1), TRIES));
  }

  @Test
  void aRuleThatIsSwitchedOffCatchesNothing() {
    assertThat(of("the digest", "EMB-02").figures())
        .isEqualTo(new Figures("first catch", 5, 1, new Share(3, 2, 1), new Share(1, 1, 0), TRIES));
  }

  @Test
  void ofAnotherCatalogueNothingIsKnown() {
    PowerStatement statement = of("another one", "EMB-01");

    assertThat(statement.figures()).isNull();
    assertThat(statement.reason())
        .isEqualTo(
            "the suite's self-test was of the catalogue the digest and the run judged by another one");
  }

  @Test
  void correctLayersAreCountedWhereTheRulesAreTheSame() {
    assertThat(of("the digest").correctLayers())
        .isEqualTo(new PowerStatement.CorrectLayers(2, 81, 0));
    assertThat(
            PowerStatement.of(
                    Optional.of(STORED),
                    Optional.of(
                        new FalseAlarms(
                            List.of(
                                new KernelRun(
                                    "forward", "1.0", "an old digest", 1, 9, 9, 9, 9, List.of())))),
                    List.of(),
                    "the digest",
                    List.of())
                .correctLayers())
        .isNull();
  }

  @Test
  void onlyRulesThatRanDetectDeviations() {
    assertThat(of("the digest", "EMB-02").detects()).containsExactly(WEIGHT);
    assertThat(of("the digest", "EMB-01").detects()).isEmpty();
    assertThat(of("another one", "EMB-02").detects()).isEmpty();
  }

  @Test
  void withoutAStoredResultNothingIsKnown() {
    PowerStatement statement =
        PowerStatement.of(
            Optional.empty(),
            Optional.of(CORRECT),
            List.of(WEIGHT),
            "the digest",
            List.of("EMB-01"));

    assertThat(statement.figures()).isNull();
    assertThat(statement.reason()).isEqualTo("this suite came without the result of a self-test");
  }
}

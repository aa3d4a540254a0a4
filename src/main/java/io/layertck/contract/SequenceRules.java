package io.layertck.contract;

import io.layertck.drive.DrivenGradient.WrongGradientForm;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.SequenceExample;
import io.layertck.generate.Step;
import io.layertck.rule.Judgement;
import java.util.List;
import java.util.stream.IntStream;

/** The body of the rule on sequences of calls. */
final class SequenceRules {
  private SequenceRules() {}

  static Judgement sequence(SequenceExample example, Driver driver) {
    List<SequencePlayer> players =
        IntStream.range(0, example.layers().size())
            .mapToObj(
                i -> new SequencePlayer(i, example.layers().get(i), example.momentum(), driver))
            .toList();
    Judgement judgement = new Judgement.NoEvidence("no step");
    for (int i = 0; i < example.steps().size(); i++) {
      Judgement one = played(example.steps().get(i), players);
      if (one instanceof Judgement.Broken broken) {
        return Judgement.broken(
            "after step "
                + (i + 1)
                + ", "
                + broken.message()
                + "; the steps: "
                + example.sequence(i + 1));
      }
      judgement = judgement.and(one);
    }
    return judgement;
  }

  private static Judgement played(Step step, List<SequencePlayer> players) {
    try {
      Judgement judgement = players.get(step.layer()).play(step);
      for (SequencePlayer player : players) {
        judgement = judgement.and(player.state());
      }
      return judgement;
    } catch (SubjectThrew | WrongGradientForm failed) {
      return Judgement.broken(String.valueOf(failed.getMessage()));
    }
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenGradient.WrongGradientForm;
import io.layertck.drive.DrivenPass;
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
    List<SequenceExample.Layer> layers = example.layers();
    List<SequencePlayer> players =
        example.tied()
            ? List.of(new SequencePlayer(0, layers, example.momentum(), driver))
            : IntStream.range(0, layers.size())
                .mapToObj(
                    i -> new SequencePlayer(i, List.of(layers.get(i)), example.momentum(), driver))
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
      Judgement judgement =
          step instanceof Step.Overlap overlap
              ? overlapping(overlap, players)
              : playing(step, players).play(step);
      for (SequencePlayer player : players) {
        judgement = judgement.and(player.state());
      }
      return judgement;
    } catch (SubjectThrew | WrongGradientForm failed) {
      return Judgement.broken(String.valueOf(failed.getMessage()));
    }
  }

  private static SequencePlayer playing(Step step, List<SequencePlayer> players) {
    return players.stream().filter(each -> each.plays(step.layer())).findFirst().orElseThrow();
  }

  private static Judgement overlapping(Step.Overlap step, List<SequencePlayer> players) {
    Step.Backward first = step.first();
    Step.Backward second = step.second();
    SequencePlayer ofFirst = playing(first, players);
    SequencePlayer ofSecond = playing(second, players);
    try (DrivenPass firstPass = ofFirst.record(first);
        DrivenPass secondPass = ofSecond.record(second)) {
      Judgement outputs = ofFirst.output(first, firstPass).and(ofSecond.output(second, secondPass));
      if (step.lastFirst()) {
        Judgement judgement = outputs.and(ofSecond.backward(second, secondPass));
        return judgement.and(ofFirst.backward(first, firstPass));
      }
      Judgement judgement = outputs.and(ofFirst.backward(first, firstPass));
      return judgement.and(ofSecond.backward(second, secondPass));
    }
  }
}

package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;

/** The bodies of the rules on embedding lookup. */
final class LookupRules {
  private LookupRules() {}

  static Judgement shape(LookupExample example, Driver driver) {
    HostTensor output =
        driver.embedding(example.config(), example.start()).forward(example.indices());
    return ShapeJudge.judge(
        "the output for indices " + example.indices(),
        output,
        example.config().dtype(),
        ExactLookup.outputShape(example.weight(), example.indices()));
  }

  static Judgement rows(LookupExample example, Driver driver) {
    HostTensor output =
        driver.embedding(example.config(), example.start()).forward(example.indices());
    return BitJudge.judge(
        "the output",
        Names.outputRow(example.indices()),
        output,
        ExactLookup.forward(example.weight(), example.indices()));
  }
}

package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.Layout;
import io.layertck.generate.LinearExample;
import io.layertck.generate.Regime;
import io.layertck.generate.TensorFill;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.rule.Judgement;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/** LIN-02 on one large case, its parts apart. */
public final class LinearCheck {
  private static final long SEED = 2;

  private final Subject subject;
  private final LinearExample example;
  private final HostTensor output;

  /** Fills a case of as many rows as inputs and outputs. */
  public LinearCheck(Subject subject, int size) {
    this.subject = subject;
    this.example =
        new LinearExample(
            new LinearConfig(size, size, true, DType.FLOAT32),
            integers("weight", size, size),
            integers("bias", size),
            integers("input", size, size));
    this.output = output();
    if (judgement() instanceof Judgement.Broken broken) {
      throw new IllegalStateException(broken.message());
    }
  }

  private static HostTensor integers(String name, long... shape) {
    return TensorFill.floating(
        DType.FLOAT32, Regime.EXACT_INTEGERS, Layout.CONTIGUOUS, SEED, name, shape);
  }

  /** Returns what the layer returns. */
  public HostTensor output() {
    try (Driver driver = new Driver(subject, subject.claims())) {
      return LinearRules.layer(example, driver).forward(example.input());
    }
  }

  /** Returns the rule's judgement of it. */
  public Judgement judgement() {
    return LinearRules.exactly("the output", example, output);
  }

  /** Returns the judgement of a comparison with the computed product. */
  public Judgement fullComparison() {
    HostTensor expected = IntegerLinear.forward(example.input(), example.weight(), example.bias());
    return NumberJudge.judge(
        "the output", Names.element("the output"), output, expected, example.config().dtype());
  }
}

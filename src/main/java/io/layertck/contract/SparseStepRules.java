package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.Driver;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TrainingExample.Batch;
import io.layertck.judge.EnclosureJudge;
import io.layertck.judge.Explanation;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The body of the rule on steps with gradients by rows. */
final class SparseStepRules {
  private SparseStepRules() {}

  static Judgement steps(TrainingExample example, Driver driver) {
    OptimizerConfig config = example.optimizer();
    boolean descent = config.name().equals("SGD");
    if (!descent && !config.name().equals("SparseAdam")) {
      return new Judgement.NoEvidence("there is no SparseAdam");
    }
    if (isLeftOut(example)) {
      return new Judgement.NoEvidence("PyTorch adds no sparse momentum in half types");
    }
    DrivenLayer<HostTensor> sparse =
        driver.embedding(example.embedding().withSparse(), example.start());
    DrivenOptimizer optimizer = sparse.optimizer(config);
    ExactOptimizer exact =
        ExactOptimizer.of(
            config, example.dtype(), RealDataRules.underflow(example.dtype(), driver.claims()));
    List<Batch> made = new ArrayList<>();
    HostTensor first = example.weight();
    Judgement judgement = new Judgement.NoEvidence("no step");
    for (Batch batch : example.batches()) {
      made.add(batch);
      sparse.zeroGradients();
      sparse.backward(batch.input(), batch.upstream());
      HostTensor before = sparse.parameter("weight").copy();
      optimizer.step();
      // A momentum goes on moving the rows of earlier steps.
      HostTensor gradient = summed(example, batch);
      Enclosure expected =
          config.argument("momentum", 0) == 0
              ? exact.step(before, gradient, batch.input().longs())
              : exact.step(before, gradient);
      HostTensor actual = sparse.parameter("weight");
      judgement =
          judgement.and(
              judge(
                  "the weight after step "
                      + made.size()
                      + " of "
                      + config.name()
                      + " with a sparse gradient",
                  example,
                  actual,
                  expected,
                  (position, value) -> cause(example, made, first, actual)));
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return descent ? judgement.and(likeDense(example, driver, sparse)) : judgement;
  }

  /** In half types a sum of sparse tensors, such as a momentum, may be refused. */
  static boolean isLeftOut(TrainingExample example) {
    return example.dtype().isHalf() && example.optimizer().argument("momentum", 0) != 0;
  }

  private static Judgement judge(
      String what,
      TrainingExample example,
      HostTensor actual,
      Enclosure expected,
      Explanation explanation) {
    if (example.optimizer().name().equals("SGD")) {
      return NumberJudge.judge(
          what,
          Names.element(what),
          actual,
          HostTensor.of(expected.value(), expected.shape()),
          example.dtype(),
          explanation);
    }
    return EnclosureJudge.judge(
        what,
        Names.element(what),
        actual,
        example.dtype(),
        expected.shape(),
        expected.value(),
        expected.error(),
        explanation);
  }

  /** Trains a layer with dense gradients on the same batches. */
  private static Judgement likeDense(
      TrainingExample example, Driver driver, DrivenLayer<HostTensor> sparse) {
    DrivenLayer<HostTensor> dense = driver.embedding(example.embedding(), example.start());
    DrivenOptimizer optimizer = dense.optimizer(example.optimizer());
    for (Batch batch : example.batches()) {
      dense.zeroGradients();
      dense.backward(batch.input(), batch.upstream());
      optimizer.step();
    }
    String what = "the weight after all steps with sparse gradients";
    return NumberJudge.judge(
        what,
        Names.element(what),
        sparse.parameter("weight"),
        dense.parameter("weight"),
        example.dtype(),
        (position, value) -> ", as with dense gradients");
  }

  private static HostTensor summed(TrainingExample example, Batch batch) {
    return IntegerEmbedding.weightGradient(
        example.weight().extent(0), batch.input(), batch.upstream());
  }

  /** Tells whether every occurrence of a row has made a step of its own. */
  private static String cause(
      TrainingExample example, List<Batch> made, HostTensor first, HostTensor actual) {
    ExactOptimizer optimizer = ExactOptimizer.of(example.optimizer(), example.dtype());
    HostTensor parameter = first;
    for (Batch batch : made) {
      long[] rows = batch.input().longs();
      for (int position = 0; position < rows.length; position++) {
        HostTensor index = HostTensor.of(new long[] {rows[position]}, 1);
        HostTensor gradient =
            IntegerEmbedding.weightGradient(
                example.weight().extent(0), index, Tensors.rows(batch.upstream(), position));
        Enclosure after = optimizer.step(parameter, gradient, index.longs());
        parameter = HostTensor.of(after.value(), after.shape());
      }
    }
    double[] alone = parameter.widened();
    double[] values = actual.widened();
    double near = 1e-3 * Arrays.stream(alone).map(Math::abs).max().orElse(0);
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i] - alone[i]) <= near)) {
        return "";
      }
    }
    return "; it is as if every occurrence of a row made a step of its own";
  }
}

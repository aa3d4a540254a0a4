package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.TiedExample;
import io.layertck.judge.BitJudge;
import io.layertck.oracle.exact.ExactClipping;
import io.layertck.rule.Judgement;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The body of the rule on the optimiser of a tied pair. */
final class TrainedPairRules {
  private static final int STEPS = 2;
  static final List<OptimizerConfig> OPTIMIZERS =
      List.of(
          new OptimizerConfig("SGD", Map.of("lr", 0.5, "momentum", 0.5)),
          new OptimizerConfig(
              "Adam", Map.of("lr", 0.5, "beta1", 0.5, "beta2", 0.75, "eps", 0x1p-10)));

  private TrainedPairRules() {}

  static Judgement oneStepOnTheSum(TiedExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("no optimiser");
    for (OptimizerConfig config : OPTIMIZERS) {
      judgement = judgement.and(steps(config, example, driver));
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return judgement;
  }

  private static Judgement steps(OptimizerConfig config, TiedExample example, Driver driver) {
    DrivenPair pair = TyingRules.pair(example, driver);
    DrivenOptimizer optimizer = pair.optimizer(config);
    DType dtype = example.lookup().config().dtype();
    List<Trajectory> trajectories = new ArrayList<>();
    trajectories.add(new Trajectory("weight", pair.embedding(), config, dtype, driver.claims()));
    if (example.bias() != null) {
      trajectories.add(new Trajectory("bias", pair.head(), config, dtype, driver.claims()));
    }
    boolean biased = example.bias() != null;
    Judgement judgement = new Judgement.NoEvidence("no step");
    for (int step = 1; step <= STEPS; step++) {
      pair.embedding().zeroGradients();
      pair.head().zeroGradients();
      TyingRules.backward(pair, example);
      judgement = judgement.and(normOnce(pair, optimizer, biased, driver));
      trajectories.forEach(Trajectory::beforeStep);
      optimizer.step();
      judgement = judgement.and(stillOne(pair, step, config));
      for (Trajectory trajectory : trajectories) {
        judgement = judgement.and(trajectory.afterStep());
      }
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return judgement.and(
        ComputationRules.pair("after the steps of an optimiser", pair, biased, driver));
  }

  /** The shared gradient counts once in the norm; the limit is so high that nothing is clipped. */
  private static Judgement normOnce(
      DrivenPair pair, DrivenOptimizer optimizer, boolean biased, Driver driver) {
    List<HostTensor> gradients = new ArrayList<>();
    gradients.add(pair.embedding().gradient("weight").dense().copy());
    if (biased) {
      gradients.add(pair.head().gradient("bias").dense().copy());
    }
    DType dtype = gradients.get(0).dtype();
    double norm = ExactClipping.clip(gradients, 1, dtype).norm().value()[0];
    if (!(norm > 0)) {
      return new Judgement.NoEvidence("every gradient is zero");
    }
    double max = 2 * norm;
    return ClippingRules.returnedNorm(
        optimizer.clipNorm(max),
        max,
        ExactClipping.clip(gradients, max, dtype, RealDataRules.underflow(dtype, driver.claims()))
            .norm());
  }

  private static Judgement stillOne(DrivenPair pair, int step, OptimizerConfig config) {
    DrivenLayer<HostTensor> head = pair.head();
    String what = "after step " + step + " of " + config.name() + ", the head's weight";
    return BitJudge.judge(
        what,
        Names.element(what),
        head.parameter("weight"),
        pair.embedding().parameter("weight"),
        (position, value) -> ", the embedding's weight: the tied weights have drifted apart");
  }
}

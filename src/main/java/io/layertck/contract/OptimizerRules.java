package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.Driver;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TrainingExample.Batch;
import io.layertck.generate.TrainingExample.Trained;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;
import java.util.List;

/** The body of the rule on the formulas of optimisers. */
final class OptimizerRules {
  private static final String AFTER_STEPS = "after the steps of an optimiser";

  private OptimizerRules() {}

  /** Makes the layer that is trained. */
  static DrivenLayer<HostTensor> layer(TrainingExample example, Driver driver) {
    return switch (example.layer()) {
      case EMBEDDING, SPARSE_EMBEDDING -> driver.embedding(example.embedding(), example.start());
      case LINEAR -> driver.linear(example.linear(), example.start());
    };
  }

  /** Returns the names of the parameters that are trained. */
  static List<String> parameters(TrainingExample example) {
    return example.bias() == null ? List.of("weight") : List.of("weight", "bias");
  }

  static Judgement formulas(TrainingExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = layer(example, driver);
    DrivenOptimizer optimizer = layer.optimizer(example.optimizer());
    List<Trajectory> trajectories =
        parameters(example).stream()
            .map(name -> new Trajectory(name, layer, example, driver.claims()))
            .toList();
    Judgement judgement = new Judgement.NoEvidence("no step");
    for (Batch batch : example.batches()) {
      layer.zeroGradients();
      layer.backward(batch.input(), batch.upstream());
      trajectories.forEach(Trajectory::beforeStep);
      optimizer.step();
      for (Trajectory trajectory : trajectories) {
        judgement = judgement.and(trajectory.afterStep()).and(trajectory.gradientStays());
      }
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return example.exact()
        ? judgement.and(computes(layer, example, driver)).and(bag(example, driver))
        : judgement;
  }

  /** Integers that only steps of powers of two were made on stay far from any overflow. */
  private static Judgement computes(
      DrivenLayer<HostTensor> layer, TrainingExample example, Driver driver) {
    return switch (example.layer()) {
      case EMBEDDING -> ComputationRules.embedding(AFTER_STEPS, layer, driver);
      case LINEAR -> ComputationRules.linear(AFTER_STEPS, layer, example.bias() != null, driver);
      case SPARSE_EMBEDDING -> new Judgement.NoEvidence("the gradient is sparse");
    };
  }

  /** A bag of the same table, trained for one step. */
  private static Judgement bag(TrainingExample example, Driver driver) {
    if (example.layer() != Trained.EMBEDDING || !driver.claims().has(Feature.BAG)) {
      return new Judgement.NoEvidence("no bag is claimed, or the layer is none of a table");
    }
    DrivenLayer<BagInput> bag =
        driver.embeddingBag(ComputationRules.sums(example.weight()), example.start());
    DrivenOptimizer optimizer = bag.optimizer(example.optimizer());
    Judgement judgement = ComputationRules.bag("after an optimiser was made", bag, driver);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    Trajectory trajectory =
        new Trajectory("weight", bag, example.optimizer(), example.dtype(), driver.claims());
    trajectory.beforeStep();
    optimizer.step();
    return judgement
        .and(trajectory.afterStep())
        .and(ComputationRules.bag(AFTER_STEPS, bag, driver));
  }
}

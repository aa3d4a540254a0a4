package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.Driver;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TrainingExample.Batch;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.List;

/** The body of the rule on the formulas of optimisers. */
final class OptimizerRules {
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
        parameters(example).stream().map(name -> new Trajectory(name, layer, example)).toList();
    Judgement judgement = new Judgement.NoEvidence("no step");
    for (Batch batch : example.batches()) {
      layer.zeroGradients();
      layer.backward(batch.input(), batch.upstream());
      trajectories.forEach(Trajectory::beforeStep);
      optimizer.step();
      for (Trajectory trajectory : trajectories) {
        judgement = judgement.and(trajectory.afterStep());
      }
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return judgement;
  }
}

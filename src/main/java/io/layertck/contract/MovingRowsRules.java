package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.Driver;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TrainingExample.Batch;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The body of the rule on which rows of an embedding an optimiser moves. */
final class MovingRowsRules {
  private MovingRowsRules() {}

  static Judgement rows(TrainingExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = OptimizerRules.layer(example, driver);
    DrivenOptimizer optimizer = layer.optimizer(example.optimizer());
    ExactOptimizer exact =
        ExactOptimizer.of(
            example.optimizer(),
            example.dtype(),
            RealDataRules.underflow(example.dtype(), driver.claims()));
    Set<Long> ever = new TreeSet<>();
    Judgement judgement = new Judgement.NoEvidence("no step");
    for (int step = 1; step <= example.batches().size(); step++) {
      Batch batch = example.batches().get(step - 1);
      Set<Long> now =
          Arrays.stream(batch.input().longs())
              .boxed()
              .collect(Collectors.toCollection(TreeSet::new));
      ever.addAll(now);
      layer.zeroGradients();
      layer.backward(batch.input(), batch.upstream());
      HostTensor before = layer.parameter("weight").copy();
      optimizer.step();
      HostTensor gradient =
          IntegerEmbedding.weightGradient(before.extent(0), batch.input(), batch.upstream());
      Enclosure expected =
          example.optimizer().name().equals("SparseAdam")
              ? exact.step(before, gradient, batch.input().longs())
              : exact.step(before, gradient);
      judgement =
          judgement.and(
              judge(
                  example.optimizer(),
                  step,
                  now,
                  ever,
                  before,
                  layer.parameter("weight"),
                  expected));
    }
    return judgement;
  }

  private static Judgement judge(
      OptimizerConfig config,
      int step,
      Set<Long> now,
      Set<Long> ever,
      HostTensor before,
      HostTensor after,
      Enclosure expected) {
    boolean decays = config.argument("weight_decay", config.name().equals("AdamW") ? 1 : 0) != 0;
    boolean remembers = config.name().startsWith("Adam") || config.argument("momentum", 0) != 0;
    for (long row = 0; row < before.extent(0); row++) {
      boolean looked = now.contains(row);
      boolean moves = decays || looked || (remembers && ever.contains(row));
      boolean moved = !Tensors.rows(before, row).sameBits(Tensors.rows(after, row));
      boolean lost = moves && !moved && !isSeen(before, expected, (int) row);
      if (moves != moved && !lost) {
        return Judgement.broken(
            "row "
                + row
                + (moved ? " moved" : " stayed")
                + " in step "
                + step
                + " of "
                + config.name()
                + config.arguments()
                + ", though "
                + reason(moves, looked, decays, ever.contains(row)));
      }
    }
    return Judgement.kept(before.extent(0));
  }

  /** Tells whether a row moves by more than rounding could hide. */
  private static boolean isSeen(HostTensor before, Enclosure expected, int row) {
    double[] values = before.widened();
    int columns = before.extent(1);
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      if (Math.abs(expected.value()[i] - values[i]) > 2 * expected.error()[i]) {
        return true;
      }
    }
    return false;
  }

  private static String reason(boolean moves, boolean looked, boolean decays, boolean ever) {
    if (!moves) {
      return ever
          ? "it was not looked up in this step: only earlier ones had a gradient for it"
          : "it was never looked up";
    }
    if (looked) {
      return "it was looked up";
    }
    return decays
        ? "weight decay moves every row"
        : "it was looked up before, and the optimiser remembers its gradient";
  }
}

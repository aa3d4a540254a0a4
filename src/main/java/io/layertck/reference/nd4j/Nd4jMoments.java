package io.layertck.reference.nd4j;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The steps of {@code torch.optim.Adam} and {@code AdamW} in ND4J's elementwise operations; its own
 * updaters add epsilon elsewhere.
 */
final class Nd4jMoments implements Nd4jUpdate {
  private final double learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double weightDecay;
  private final boolean decoupled;
  private final Nd4jMomentPair moments = new Nd4jMomentPair();

  Nd4jMoments(OptimizerConfig config) {
    this.decoupled = config.name().equals("AdamW");
    this.learningRate = config.argument("lr", 1e-3);
    this.beta1 = config.argument("beta1", 0.9);
    this.beta2 = config.argument("beta2", 0.999);
    this.epsilon = config.argument("eps", 1e-8);
    this.weightDecay = config.argument("weight_decay", decoupled ? 1e-2 : 0);
  }

  @Override
  public void step(INDArray parameter, INDArray gradient) {
    Nd4jMomentPair.Moments known = moments.next(gradient);
    INDArray m = known.mean();
    INDArray v = known.square();
    int steps = moments.steps();
    if (decoupled) {
      parameter.muli(1 - learningRate * weightDecay);
    }
    try (INDArray decayed = gradient.dup()) {
      if (!decoupled && weightDecay != 0) {
        try (INDArray decay = parameter.mul(weightDecay)) {
          decayed.addi(decay);
        }
      }
      m.muli(beta1);
      try (INDArray added = decayed.mul(1 - beta1)) {
        m.addi(added);
      }
      v.muli(beta2);
      decayed.muli(decayed).muli(1 - beta2);
      v.addi(decayed);
    }
    double rate = learningRate / (1 - Math.pow(beta1, steps));
    double scale = Math.sqrt(1 - Math.pow(beta2, steps));
    try (INDArray root = Transforms.sqrt(v, true);
        INDArray change = m.mul(rate)) {
      change.divi(root.divi(scale).addi(epsilon));
      parameter.subi(change);
    }
  }

  @Override
  public void sparseStep(INDArray parameter, INDArray gradient, long[] rows) {
    throw new Refused(
        Refusal.CONFIGURATION, "Adam takes a dense gradient; SparseAdam takes a sparse one");
  }

  @Override
  public void close() {
    moments.close();
  }
}

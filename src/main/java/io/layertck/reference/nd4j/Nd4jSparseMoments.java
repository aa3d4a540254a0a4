package io.layertck.reference.nd4j;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The step of {@code torch.optim.SparseAdam}, row by row of those that the gradient holds. */
final class Nd4jSparseMoments implements Nd4jUpdate {
  private final double learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final Nd4jMomentPair moments = new Nd4jMomentPair();

  Nd4jSparseMoments(OptimizerConfig config) {
    this.learningRate = config.argument("lr", 1e-3);
    this.beta1 = config.argument("beta1", 0.9);
    this.beta2 = config.argument("beta2", 0.999);
    this.epsilon = config.argument("eps", 1e-8);
  }

  @Override
  public void step(INDArray parameter, INDArray gradient) {
    throw new Refused(
        Refusal.CONFIGURATION, "SparseAdam takes a sparse gradient; Adam takes a dense one");
  }

  @Override
  public void sparseStep(INDArray parameter, INDArray gradient, long[] rows) {
    Nd4jMomentPair.Moments known = moments.next(gradient);
    INDArray m = known.mean();
    INDArray v = known.square();
    int steps = moments.steps();
    double rate =
        learningRate * Math.sqrt(1 - Math.pow(beta2, steps)) / (1 - Math.pow(beta1, steps));
    for (long row : rows) {
      INDArray terms = gradient.getRow(row);
      INDArray first = m.getRow(row);
      INDArray second = v.getRow(row);
      first.muli(beta1);
      second.muli(beta2);
      try (INDArray share = terms.mul(1 - beta1);
          INDArray shareOfSquare = terms.mul(terms)) {
        first.addi(share);
        second.addi(shareOfSquare.muli(1 - beta2));
      }
      try (INDArray root = Transforms.sqrt(second, true);
          INDArray change = first.mul(rate)) {
        parameter.getRow(row).subi(change.divi(root.addi(epsilon)));
      }
    }
  }

  @Override
  public void close() {
    moments.close();
  }
}

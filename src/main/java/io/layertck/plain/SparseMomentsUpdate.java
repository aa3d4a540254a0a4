package io.layertck.plain;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adam on the rows that the gradient holds; the others and their running means stay.
 *
 * <p>Epsilon is added before the correction for the first steps, as in {@code
 * torch.optim.SparseAdam}.
 */
final class SparseMomentsUpdate implements ParameterUpdate {
  private static final Set<String> ARGUMENTS = Set.of("lr", "beta1", "beta2", "eps");

  private final double learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private int steps;
  private double @Nullable [] mean;
  private double @Nullable [] square;

  SparseMomentsUpdate(OptimizerConfig config) {
    OptimizerArguments arguments = new OptimizerArguments(config, ARGUMENTS);
    this.learningRate = arguments.notNegative("lr", 1e-3);
    this.beta1 = arguments.share("beta1", 0.9);
    this.beta2 = arguments.share("beta2", 0.999);
    this.epsilon = arguments.notNegative("eps", 1e-8);
  }

  @Override
  public void step(double[] parameter, double[] gradient) {
    throw new Refused(
        Refusal.CONFIGURATION, "SparseAdam takes a sparse gradient, allowed here is Adam");
  }

  @Override
  public void sparseStep(double[] parameter, double[] gradient, long[] rows, int columns) {
    double[] m = mean == null ? new double[parameter.length] : mean;
    double[] v = square == null ? new double[parameter.length] : square;
    mean = m;
    square = v;
    steps++;
    double rate =
        learningRate * Math.sqrt(1 - Math.pow(beta2, steps)) / (1 - Math.pow(beta1, steps));
    for (long row : rows) {
      for (int i = (int) row * columns; i < (row + 1) * columns; i++) {
        m[i] += (1 - beta1) * (gradient[i] - m[i]);
        v[i] += (1 - beta2) * (gradient[i] * gradient[i] - v[i]);
        parameter[i] -= rate * m[i] / (Math.sqrt(v[i]) + epsilon);
      }
    }
  }
}

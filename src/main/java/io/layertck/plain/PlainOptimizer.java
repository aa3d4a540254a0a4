package io.layertck.plain;

import io.layertck.spi.Gradient;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import java.util.Arrays;
import java.util.List;

/** An optimiser over some parameters: one update with its own memory for each. */
final class PlainOptimizer implements OptimizerUnderTest {
  /** Keeps the clipping factor finite where every gradient is zero. */
  private static final double NORM_EPSILON = 1e-6;

  private final List<PlainParameter> parameters;
  private final List<ParameterUpdate> updates;

  /** Makes an optimiser over parameters that are pairwise different. */
  PlainOptimizer(OptimizerConfig config, List<PlainParameter> parameters) {
    this.parameters = parameters;
    this.updates = parameters.stream().map(parameter -> ParameterUpdate.of(config)).toList();
  }

  @Override
  public void step() {
    for (int i = 0; i < updates.size(); i++) {
      PlainParameter parameter = parameters.get(i);
      double[] values = parameter.value().widened();
      if (parameter.gradientCopy() instanceof Gradient.Sparse sparse) {
        sparseStep(updates.get(i), values, sparse, parameter.columns());
      } else {
        updates.get(i).step(values, parameter.gradient().widened());
      }
      parameter.writeValue(values);
    }
  }

  /** Sums the occurrences of a row before the update sees them. */
  private static void sparseStep(
      ParameterUpdate update, double[] values, Gradient.Sparse gradient, int columns) {
    long[] rows = gradient.rows().read().longs();
    double[] terms = gradient.values().read().widened();
    double[] sums = new double[values.length];
    for (int i = 0; i < terms.length; i++) {
      sums[(int) rows[i / columns] * columns + i % columns] += terms[i];
    }
    update.sparseStep(values, sums, Arrays.stream(rows).distinct().toArray(), columns);
  }

  @Override
  public double clipNorm(double max) {
    double squares = 0;
    for (PlainParameter parameter : parameters) {
      for (double element : parameter.gradient().widened()) {
        squares += element * element;
      }
    }
    double norm = Math.sqrt(squares);
    double factor = Math.min(1, max / (norm + NORM_EPSILON));
    for (PlainParameter parameter : parameters) {
      double[] gradient = parameter.gradient().widened();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
      parameter.writeGradient(gradient);
    }
    return norm;
  }

  @Override
  public void clipValue(double max) {
    for (PlainParameter parameter : parameters) {
      double[] gradient = parameter.gradient().widened();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.max(-max, Math.min(max, gradient[i]));
      }
      parameter.writeGradient(gradient);
    }
  }
}

package io.layertck.reference.nd4j;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** An optimiser over some parameters: one update with its own memory for each. */
final class Nd4jOptimizer implements OptimizerUnderTest {
  /** Keeps the clipping factor finite where every gradient is zero. */
  private static final double NORM_EPSILON = 1e-6;

  private final List<Nd4jParameter> parameters;
  private final List<Nd4jUpdate> updates;

  /** Makes an optimiser over parameters with elements or without, pairwise different. */
  Nd4jOptimizer(OptimizerConfig config, List<Nd4jParameter> parameters) {
    this.parameters = parameters;
    this.updates = parameters.stream().map(parameter -> Nd4jUpdate.of(config)).toList();
  }

  @Override
  public void step() {
    for (int i = 0; i < updates.size(); i++) {
      Nd4jParameter parameter = parameters.get(i);
      SparseSum rows = parameter.rowSum();
      if (parameter.value().isEmpty()) {
        continue;
      }
      if (rows == null) {
        Nd4jUpdate update = updates.get(i);
        parameter
            .value()
            .change(value -> parameter.gradientSum().change(sum -> update.step(value, sum)));
      } else {
        sparseStep(updates.get(i), parameter.value(), rows);
      }
    }
  }

  /** Sums the occurrences of a row before the update sees them. */
  private static void sparseStep(Nd4jUpdate update, Nd4jTensor value, SparseSum rows) {
    try (Nd4jTensor sum = Nd4jTensor.zeros(value.dtype(), value.shape())) {
      rows.addTo(sum);
      value.change(
          numbers -> sum.change(sums -> update.sparseStep(numbers, sums, rows.distinctRows())));
    }
  }

  @Override
  public double clipNorm(double max) {
    DoubleAdder squares = new DoubleAdder();
    changeGradients(
        gradient -> {
          double norm = gradient.norm2Number().doubleValue();
          squares.add(norm * norm);
        });
    double norm = Math.sqrt(squares.sum());
    double factor = Math.min(1, max / (norm + NORM_EPSILON));
    changeGradients(gradient -> multiply(gradient, factor));
    return norm;
  }

  /** Multiplies by an array: ND4J takes 1e-5 for a {@code Number} that is NaN. */
  private static void multiply(INDArray gradient, double factor) {
    try (INDArray one = Nd4j.create(gradient.dataType(), 1, 1)) {
      one.putScalar(0, factor);
      gradient.muli(one);
    }
  }

  @Override
  public void clipValue(double max) {
    changeGradients(
        gradient -> {
          BooleanIndexing.replaceWhere(gradient, max, Conditions.greaterThan(max));
          BooleanIndexing.replaceWhere(gradient, -max, Conditions.lessThan(-max));
        });
  }

  private void changeGradients(Consumer<INDArray> operation) {
    parameters.stream()
        .map(Nd4jParameter::gradientSum)
        .filter(sum -> !sum.isEmpty())
        .forEach(sum -> sum.change(operation));
  }

  @Override
  public void close() {
    updates.forEach(Nd4jUpdate::close);
  }
}

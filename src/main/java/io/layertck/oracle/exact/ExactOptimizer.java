package io.layertck.oracle.exact;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The steps of one of PyTorch's optimisers over one parameter, as enclosures.
 *
 * <p>The parameter before each step is given; what the optimiser remembers is carried along with
 * its error. Not thread-safe.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/optim.html">torch.optim</a>
 */
public final class ExactOptimizer {
  private final Supplier<ElementUpdate> updates;
  private final RunningError reading;
  private ElementUpdate[] elements = {};
  private int count;

  private ExactOptimizer(Supplier<ElementUpdate> updates, RunningError reading, int count) {
    this.updates = updates;
    this.reading = reading;
    this.count = count;
  }

  /** Returns the optimiser of a configuration before its first step. */
  public static ExactOptimizer of(OptimizerConfig config, DType dtype) {
    return of(config, dtype, Underflow.GRADUAL);
  }

  /**
   * Returns the optimiser of a configuration before its first step.
   *
   * @param underflow what becomes of numbers below the smallest normal one
   */
  public static ExactOptimizer of(OptimizerConfig config, DType dtype, Underflow underflow) {
    return after(0, config, dtype, underflow);
  }

  /** Returns an optimiser that remembers nothing but counts earlier steps all the same. */
  public static ExactOptimizer after(int steps, OptimizerConfig config, DType dtype) {
    return after(steps, config, dtype, Underflow.GRADUAL);
  }

  private static ExactOptimizer after(
      int steps, OptimizerConfig config, DType dtype, Underflow underflow) {
    return new ExactOptimizer(
        switch (config.name()) {
          case "SGD" -> () -> new ExactSgd(config, dtype, underflow);
          case "Adam" -> () -> new ExactAdam(ExactAdam.Kind.ADAM, config, dtype, underflow);
          case "AdamW" -> () -> new ExactAdam(ExactAdam.Kind.ADAM_W, config, dtype, underflow);
          case "SparseAdam" ->
              () -> new ExactAdam(ExactAdam.Kind.SPARSE_ADAM, config, dtype, underflow);
          default -> throw new IllegalArgumentException("no formula for " + config.name());
        },
        new RunningError(dtype, underflow),
        steps);
  }

  /**
   * Makes one step.
   *
   * @param parameter the elements before
   * @param gradient of the same shape
   * @return the elements after
   */
  public Enclosure step(HostTensor parameter, HostTensor gradient) {
    long[] rows = new long[parameter.rank() == 0 ? 1 : parameter.extent(0)];
    Arrays.setAll(rows, row -> row);
    return step(parameter, gradient, rows);
  }

  /**
   * Makes one step with a gradient that holds some rows only; the others stay as they are.
   *
   * @param rows those that the gradient holds, in any order and number
   */
  public Enclosure step(HostTensor parameter, HostTensor gradient, long[] rows) {
    double[] value = parameter.widened();
    double[] gradients = gradient.widened();
    double[] error = new double[value.length];
    if (elements.length == 0) {
      elements = new ElementUpdate[value.length];
      Arrays.setAll(elements, i -> updates.get());
    }
    count++;
    int columns = parameter.rank() < 2 ? 1 : parameter.extent(1);
    for (long row : Arrays.stream(rows).distinct().toArray()) {
      for (int i = (int) row * columns; i < (row + 1) * columns; i++) {
        Known after = elements[i].step(reading.read(value[i]), reading.read(gradients[i]), count);
        value[i] = after.value();
        error[i] = after.error();
      }
    }
    return new Enclosure(parameter.shape(), value, error);
  }
}

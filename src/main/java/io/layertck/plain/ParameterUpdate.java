package io.layertck.plain;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;

/** How an optimiser changes one parameter, with what it remembers of earlier steps. */
interface ParameterUpdate {
  /**
   * Makes one step, computed in double.
   *
   * @param parameter the elements, changed in place
   * @param gradient their gradients
   */
  void step(double[] parameter, double[] gradient);

  /**
   * Makes one step with a gradient that holds some rows only.
   *
   * @param gradient of every row, occurrences of one row summed, zero elsewhere
   * @param rows those that it holds, each once
   * @param columns the elements of a row
   * @throws Refused where PyTorch's optimiser takes no sparse gradient
   */
  void sparseStep(double[] parameter, double[] gradient, long[] rows, int columns);

  /**
   * Makes the update of one parameter.
   *
   * @throws Refused if the optimiser or one of its arguments is not known
   */
  static ParameterUpdate of(OptimizerConfig config) {
    return switch (config.name()) {
      case "SGD" -> MomentumUpdate.of(config);
      case "Adam" -> MomentsUpdate.adam(config);
      case "AdamW" -> MomentsUpdate.adamW(config);
      case "SparseAdam" -> new SparseMomentsUpdate(config);
      default ->
          throw new Refused(
              Refusal.CONFIGURATION,
              "no optimiser is called "
                  + config.name()
                  + ", allowed are SGD, Adam, AdamW and SparseAdam");
    };
  }
}

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
   * Makes the update of one parameter.
   *
   * @throws Refused if the optimiser or one of its arguments is not known
   */
  static ParameterUpdate of(OptimizerConfig config) {
    return switch (config.name()) {
      case "SGD" -> MomentumUpdate.of(config);
      case "Adam" -> MomentsUpdate.adam(config);
      case "AdamW" -> MomentsUpdate.adamW(config);
      default ->
          throw new Refused(
              Refusal.CONFIGURATION,
              "no optimiser is called " + config.name() + ", allowed are SGD, Adam and AdamW");
    };
  }
}

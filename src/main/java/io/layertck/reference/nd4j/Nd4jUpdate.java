package io.layertck.reference.nd4j;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How an optimiser changes one parameter, with what it remembers in native memory. */
interface Nd4jUpdate extends AutoCloseable {
  /**
   * Makes one step.
   *
   * @param parameter the live elements, changed in place
   * @param gradient of the same shape, left as it is
   */
  void step(INDArray parameter, INDArray gradient);

  /**
   * Makes one step with a gradient that holds some rows only.
   *
   * @param gradient of every row, occurrences of one row summed, zero elsewhere
   * @param rows those that it holds, each once
   * @throws Refused where PyTorch's optimiser takes no sparse gradient
   */
  void sparseStep(INDArray parameter, INDArray gradient, long[] rows);

  @Override
  default void close() {}

  /**
   * Makes the update of one parameter.
   *
   * @throws Refused if the optimiser or one of its arguments is not known
   */
  static Nd4jUpdate of(OptimizerConfig config) {
    return switch (config.name()) {
      case "SGD" -> {
        requireKnown(config, Set.of("lr", "momentum", "dampening", "weight_decay", "nesterov"));
        yield new Nd4jDescent(config);
      }
      case "Adam", "AdamW" -> {
        requireKnown(config, Set.of("lr", "beta1", "beta2", "eps", "weight_decay"));
        yield new Nd4jMoments(config);
      }
      case "SparseAdam" -> {
        requireKnown(config, Set.of("lr", "beta1", "beta2", "eps"));
        yield new Nd4jSparseMoments(config);
      }
      default ->
          throw new Refused(
              Refusal.CONFIGURATION,
              "no optimiser is called "
                  + config.name()
                  + ", allowed are SGD, Adam, AdamW and SparseAdam");
    };
  }

  private static void requireKnown(OptimizerConfig config, Set<String> known) {
    for (String name : config.arguments().keySet()) {
      if (!known.contains(name)) {
        throw new Refused(
            Refusal.CONFIGURATION,
            config.name() + " has no argument " + name + ", only " + new TreeSet<>(known));
      }
      if (!(config.argument(name, 0) >= 0)) {
        throw new Refused(
            Refusal.CONFIGURATION,
            name
                + " of "
                + config.name()
                + " is "
                + config.argument(name, 0)
                + ", allowed are 0 and more");
      }
    }
  }
}

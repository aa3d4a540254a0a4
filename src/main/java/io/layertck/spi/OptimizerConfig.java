package io.layertck.spi;

import java.util.Map;

/**
 * An optimiser by PyTorch's name and argument names, such as {@code SGD} with {@code lr}.
 *
 * @param name the class name in {@code torch.optim}
 * @param arguments the keyword arguments; what is absent has PyTorch's default
 */
public record OptimizerConfig(String name, Map<String, Double> arguments) {
  /** Copies the arguments. */
  public OptimizerConfig {
    arguments = Map.copyOf(arguments);
  }
}

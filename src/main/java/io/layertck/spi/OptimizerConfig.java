package io.layertck.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An optimiser by PyTorch's name and argument names, such as {@code SGD} with {@code lr}.
 *
 * <p>The suite asks for {@code SGD} with {@code lr}, {@code momentum}, {@code dampening}, {@code
 * weight_decay} and {@code nesterov}; for {@code Adam} and {@code AdamW} with {@code lr}, {@code
 * beta1}, {@code beta2}, {@code eps} and {@code weight_decay}; and for {@code SparseAdam} with the
 * same but {@code weight_decay}. {@code beta1} and {@code beta2} are the two numbers of {@code
 * betas}; a truth value is 1 or 0.
 *
 * @param name the class name in {@code torch.optim}
 * @param arguments the keyword arguments; what is absent has PyTorch's default
 * @see <a href="https://docs.pytorch.org/docs/stable/optim.html">torch.optim</a>
 */
public record OptimizerConfig(String name, Map<String, Double> arguments) {
  /** Copies the arguments, in the order of their names. */
  public OptimizerConfig {
    arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
  }

  /** Returns an argument, or the default where it is absent. */
  public double argument(String argument, double absent) {
    return arguments.getOrDefault(argument, absent);
  }
}

package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import java.util.Map;

/** Where a layer's parameters come from. */
public sealed interface Start {
  /**
   * Exactly these values.
   *
   * @param parameters {@code weight} of shape {@code [V,D]} or {@code [O,I]}, and {@code bias} of
   *     shape {@code [O]} where there is one; owned by the suite: copy to keep. Strides are adopted
   *     where {@link Feature#STRIDED} is claimed.
   */
  record Given(Map<String, HostTensor> parameters) implements Start {
    /** Copies the map, not the tensors. */
    public Given {
      parameters = Map.copyOf(parameters);
    }

    /**
     * Returns one parameter.
     *
     * @throws Refused if it is not given
     */
    public HostTensor parameter(String name) {
      HostTensor value = parameters.get(name);
      if (value == null) {
        throw new Refused(
            Refusal.CONFIGURATION, "no parameter " + name + " among " + parameters.keySet());
      }
      return value;
    }
  }

  /**
   * The layer's own default initialisation.
   *
   * @param seed ignored unless {@link Feature#SEEDS} is claimed
   */
  record Default(long seed) implements Start {}

  /**
   * A scheme of {@code torch.nn.init} by its name, such as {@code normal_}.
   *
   * @param name the function's name
   * @param arguments its keyword arguments
   * @param seed ignored unless {@link Feature#SEEDS} is claimed
   */
  record Scheme(String name, Map<String, Double> arguments, long seed) implements Start {
    /** Copies the arguments. */
    public Scheme {
      arguments = Map.copyOf(arguments);
    }
  }
}

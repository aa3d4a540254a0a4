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
   * A scheme of {@code torch.nn.init}, applied to the weight; a bias starts as by default, and a
   * padding row is drawn like any other.
   *
   * <p>What is absent among the arguments has PyTorch's default. Arguments that are words in
   * PyTorch are coded: {@code mode} by {@link FanMode#code}, {@code nonlinearity} by {@link
   * Nonlinearity#code}.
   *
   * @param name the function's name: {@code normal_}, {@code uniform_}, {@code trunc_normal_},
   *     {@code constant_}, {@code zeros_}, {@code ones_}, {@code eye_}, {@code xavier_uniform_},
   *     {@code xavier_normal_}, {@code kaiming_uniform_}, {@code kaiming_normal_}, {@code
   *     orthogonal_} or {@code sparse_}
   * @param arguments its keyword arguments
   * @param seed ignored unless {@link Feature#SEEDS} is claimed
   */
  record Scheme(String name, Map<String, Double> arguments, long seed) implements Start {
    /** Copies the arguments. */
    public Scheme {
      arguments = Map.copyOf(arguments);
    }

    /** Returns an argument, or PyTorch's default where it is absent. */
    public double argument(String argument, double otherwise) {
      return arguments.getOrDefault(argument, otherwise);
    }

    /**
     * Returns an argument that has no default.
     *
     * @throws Refused if it is absent
     */
    public double argument(String argument) {
      Double value = arguments.get(argument);
      if (value == null) {
        throw new Refused(Refusal.CONFIGURATION, name + " needs the argument " + argument);
      }
      return value;
    }
  }
}

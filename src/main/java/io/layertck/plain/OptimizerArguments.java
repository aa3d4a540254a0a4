package io.layertck.plain;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import java.util.Set;
import java.util.TreeSet;

/** The arguments of an optimiser: none unknown, and each in the range that PyTorch allows. */
final class OptimizerArguments {
  private final OptimizerConfig config;

  /**
   * Takes the arguments of a configuration.
   *
   * @throws Refused if one is not known
   */
  OptimizerArguments(OptimizerConfig config, Set<String> known) {
    this.config = config;
    for (String name : config.arguments().keySet()) {
      if (!known.contains(name)) {
        throw new Refused(
            Refusal.CONFIGURATION,
            config.name() + " has no argument " + name + ", only " + new TreeSet<>(known));
      }
    }
  }

  /** Returns an argument that must not be negative. */
  double notNegative(String name, double absent) {
    double value = config.argument(name, absent);
    if (!(value >= 0)) {
      throw refused(name, value, "0 and more");
    }
    return value;
  }

  /** Returns an argument in [0, 1), the share of a running average that stays. */
  double share(String name, double absent) {
    double value = config.argument(name, absent);
    if (!(value >= 0 && value < 1)) {
      throw refused(name, value, "0 to below 1");
    }
    return value;
  }

  /** Returns any number. */
  double number(String name, double absent) {
    return config.argument(name, absent);
  }

  /** Returns a truth value. */
  boolean truth(String name) {
    return config.argument(name, 0) != 0;
  }

  private Refused refused(String name, double value, String allowed) {
    return new Refused(
        Refusal.CONFIGURATION,
        name + " of " + config.name() + " is " + value + ", allowed are " + allowed);
  }
}

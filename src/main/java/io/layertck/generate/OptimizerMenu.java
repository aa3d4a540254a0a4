package io.layertck.generate;

import io.layertck.spi.OptimizerConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The optimisers and arguments that rules ask for; the first of each list is the simplest. */
final class OptimizerMenu {
  /** Defaults, and arguments that no binary fraction is equal to. */
  static final List<OptimizerConfig> REAL = real();

  /** Gradient descent whose arguments are powers of two or sums of few. */
  static final List<OptimizerConfig> DYADIC =
      List.of(
          sgd("lr", 0.5),
          sgd("lr", 1.0),
          sgd("lr", 0.25, "weight_decay", 0.5),
          sgd("lr", 0.5, "momentum", 0.5),
          sgd("lr", 0.5, "momentum", 0.5, "dampening", 0.5),
          sgd("lr", 0.5, "momentum", 0.25, "nesterov", 1.0),
          sgd("lr", 0.5, "momentum", 0.5, "dampening", 0.25, "weight_decay", 0.5),
          sgd("lr", 0.5, "momentum", 0.5, "nesterov", 1.0, "weight_decay", 0.25));

  /** One of each way in which rows move, in steps so large that no movement is lost. */
  static final List<OptimizerConfig> MOVING =
      List.of(
          sgd("lr", 0.5),
          sgd("lr", 0.5, "momentum", 0.5),
          sgd("lr", 0.5, "weight_decay", 0.5),
          config("Adam", "lr", 1.0, "eps", 0x1p-10),
          config("AdamW", "lr", 1.0, "eps", 0x1p-10, "weight_decay", 0.25),
          config("SparseAdam", "lr", 1.0, "eps", 0x1p-10));

  /** The optimisers that take gradients by rows. */
  static final List<OptimizerConfig> SPARSE =
      List.of(
          sgd("lr", 0.5),
          sgd("lr", 1.0),
          sgd("lr", 0.5, "momentum", 0.5),
          config("SparseAdam", "lr", 0.5, "beta1", 0.5, "beta2", 0.75),
          config("SparseAdam", "lr", 0.25, "beta1", 0.75, "beta2", 0.9375, "eps", 0.125),
          config("SparseAdam"));

  private OptimizerMenu() {}

  private static List<OptimizerConfig> real() {
    List<OptimizerConfig> menu = new ArrayList<>();
    menu.add(sgd("lr", 0.1));
    menu.add(sgd());
    menu.add(sgd("lr", 0.1, "momentum", 0.9));
    menu.add(sgd("lr", 0.1, "momentum", 0.9, "dampening", 0.1));
    menu.add(sgd("lr", 0.1, "momentum", 0.9, "nesterov", 1.0));
    menu.add(sgd("lr", 0.1, "weight_decay", 0.01));
    menu.add(sgd("lr", 0.3, "momentum", 0.7, "dampening", 0.2, "weight_decay", 0.3));
    menu.add(sgd("lr", 0.3, "momentum", 0.7, "nesterov", 1.0, "weight_decay", 0.3));
    for (String name : List.of("Adam", "AdamW")) {
      menu.add(config(name, "lr", 0.1));
      menu.add(config(name));
      menu.add(config(name, "lr", 0.5, "beta1", 0.5, "beta2", 0.75));
      menu.add(config(name, "lr", 0.5, "beta1", 0.75, "beta2", 0.9375, "eps", 0.125));
      menu.add(config(name, "lr", 0.25, "beta1", 0.5, "beta2", 0.875, "weight_decay", 0.5));
      menu.add(config(name, "lr", 0.1, "weight_decay", 0.3, "eps", 1e-3));
      menu.add(config(name, "lr", 0.5, "beta1", 0.0, "beta2", 0.5));
    }
    return List.copyOf(menu);
  }

  private static OptimizerConfig sgd(Object... arguments) {
    return config("SGD", arguments);
  }

  /** Makes a configuration of names and numbers in turn. */
  private static OptimizerConfig config(String name, Object... arguments) {
    Map<String, Double> byName = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      byName.put((String) arguments[i], (Double) arguments[i + 1]);
    }
    return new OptimizerConfig(name, byName);
  }
}

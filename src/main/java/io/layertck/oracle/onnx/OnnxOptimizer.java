package io.layertck.oracle.onnx;

import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Set;

/**
 * The steps of one of PyTorch's optimisers over one parameter, as PyTorch exports them.
 *
 * <p>What the optimiser remembers is what the models returned of it. Not thread-safe.
 */
public final class OnnxOptimizer {
  private static final Set<String> EXPORTED = Set.of("SGD", "Adam", "AdamW");

  private final OptimizerConfig config;
  private List<HostTensor> memory = List.of();
  private int count;

  private OnnxOptimizer(OptimizerConfig config) {
    this.config = config;
  }

  /** Tells whether there are models of an optimiser's steps with whole gradients at a type. */
  public static boolean isExported(OptimizerConfig config, DType dtype) {
    return EXPORTED.contains(config.name()) && (dtype == DType.FLOAT32 || dtype == DType.FLOAT64);
  }

  /** Returns the optimiser of a configuration before its first step. */
  public static OnnxOptimizer of(OptimizerConfig config) {
    return new OnnxOptimizer(config);
  }

  /**
   * Makes one step.
   *
   * @param parameter the elements before, of rank 1 or 2, float32 or float64
   * @param gradient of the same shape and type
   * @return the elements after
   */
  public HostTensor step(HostTensor parameter, HostTensor gradient) {
    HostTensor before = matrix(parameter);
    begin(before);
    return remember(
            config.name().equals("SGD")
                ? descent(before, matrix(gradient))
                : moments(before, matrix(gradient)))
        .reshape(parameter.shape());
  }

  /**
   * Makes one step of SparseAdam.
   *
   * @param parameter the elements before, {@code [V, D]}, float32 or float64
   * @param rows that the gradient holds, {@code [n]}, int64; some may occur twice
   * @param values {@code [n, D]} of the parameter's type
   * @return the elements after
   * @throws IllegalArgumentException if this is another optimiser
   */
  public HostTensor step(HostTensor parameter, HostTensor rows, HostTensor values) {
    if (!config.name().equals("SparseAdam")) {
      throw new IllegalArgumentException(
          "no step of " + config.name() + " is exported for sparse gradients, only of SparseAdam");
    }
    begin(parameter);
    return remember(
        OnnxModels.shipped()
            .run(
                "sparse_adam_step_" + parameter.dtype(),
                parameter,
                rows,
                values,
                memory.get(0),
                memory.get(1),
                scalar(count),
                argument("lr", 1e-3),
                argument("beta1", 0.9),
                argument("beta2", 0.999),
                argument("eps", 1e-8)));
  }

  private void begin(HostTensor parameter) {
    if (memory.isEmpty()) {
      HostTensor zeros = HostTensor.zeros(parameter.dtype(), parameter.shape());
      memory = List.of(zeros, zeros);
    }
    count++;
  }

  private HostTensor remember(List<HostTensor> after) {
    memory = after.subList(1, after.size());
    return after.get(0);
  }

  private List<HostTensor> descent(HostTensor parameter, HostTensor gradient) {
    double momentum = config.argument("momentum", 0);
    String name =
        "sgd"
            + (config.argument("nesterov", 0) == 0 ? "" : "_nesterov")
            + (count == 1 ? "_first_step_" : "_step_")
            + parameter.dtype();
    return OnnxModels.shipped()
        .run(
            name,
            parameter,
            gradient,
            memory.get(0),
            argument("lr", 1e-3),
            scalar(momentum),
            // Without momentum there is no buffer to dampen.
            scalar(momentum == 0 ? 0 : config.argument("dampening", 0)),
            argument("weight_decay", 0));
  }

  private List<HostTensor> moments(HostTensor parameter, HostTensor gradient) {
    boolean decoupled = config.name().equals("AdamW");
    return OnnxModels.shipped()
        .run(
            (decoupled ? "adamw_step_" : "adam_step_") + parameter.dtype(),
            parameter,
            gradient,
            memory.get(0),
            memory.get(1),
            scalar(count),
            argument("lr", 1e-3),
            argument("beta1", 0.9),
            argument("beta2", 0.999),
            argument("eps", 1e-8),
            argument("weight_decay", decoupled ? 1e-2 : 0));
  }

  private HostTensor argument(String name, double absent) {
    return scalar(config.argument(name, absent));
  }

  private static HostTensor scalar(double value) {
    return HostTensor.of(new double[] {value});
  }

  private static HostTensor matrix(HostTensor tensor) {
    return tensor.rank() == 2 ? tensor : tensor.reshape(tensor.size(), 1);
  }
}

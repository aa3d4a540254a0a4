package io.layertck.oracle.golden;

import io.layertck.tensor.HostTensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recorded run: its inputs and its results.
 *
 * @param name what is special about it, such as {@code rank3_bias_float32}
 * @param tensors by what they were in the run, such as {@code weight} or {@code output}
 */
public record GoldenCase(String name, Map<String, HostTensor> tensors) {
  /** Copies the map, not the tensors. */
  public GoldenCase {
    tensors = Map.copyOf(tensors);
  }

  /**
   * Returns a tensor of the run.
   *
   * @throws IllegalArgumentException if the run had none in this role
   */
  public HostTensor tensor(String role) {
    HostTensor tensor = tensors.get(role);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the golden case " + name + " has " + tensors.keySet() + ", no " + role);
    }
    return tensor;
  }

  /** Returns a tensor of the run, or null if it had none in this role. */
  public @Nullable HostTensor tensorOrNull(String role) {
    return tensors.get(role);
  }
}

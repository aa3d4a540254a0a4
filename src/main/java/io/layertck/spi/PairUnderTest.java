package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/**
 * What a tied pair does as a whole; every operation refuses by default.
 *
 * <p>The pair is a module whose layers are registered as {@code embedding} and then as {@code
 * head}.
 */
public interface PairUnderTest {
  /** Makes an optimiser over the distinct parameters: the shared weight once, and the bias. */
  default OptimizerUnderTest optimizer(OptimizerConfig config) {
    throw new UnsupportedFeature(Feature.OPTIMIZER);
  }

  /** Returns a deep copy: a pair of its own, tied as this one is. */
  default Tied copy() {
    throw new UnsupportedFeature(Feature.STATE);
  }

  /** Returns a deep copy whose head has a weight of its own, of the same values. */
  default Tied untied() {
    throw new UnsupportedFeature(Feature.STATE);
  }

  /**
   * Returns the state: {@code embedding.weight} and {@code head.weight}, which hold the same values
   * while the pair is tied, and {@code head.bias} where there is one.
   */
  default Map<String, TensorHandle> state() {
    throw new UnsupportedFeature(Feature.STATE);
  }

  /**
   * Loads a state as {@link #state} returns it; the tie stays as it is. Where two entries of one
   * parameter differ, that of the layer registered later stays.
   */
  default void load(Map<String, HostTensor> state) {
    throw new UnsupportedFeature(Feature.STATE);
  }

  /**
   * Returns the state as the content of a safetensors file, in which a shared weight has one of its
   * names only.
   */
  default byte[] safetensors() {
    throw new UnsupportedFeature(Feature.SAFETENSORS);
  }

  /** Loads the content of a safetensors file; a shared weight may have either of its names. */
  default void loadSafetensors(byte[] file) {
    throw new UnsupportedFeature(Feature.SAFETENSORS);
  }
}

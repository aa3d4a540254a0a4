package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/**
 * One layer of the subject; only {@link #forward} is obligatory.
 *
 * <p>Whatever is not claimed refuses by default. A layer is called by the thread that created it,
 * one call at a time, unless {@link Feature#CONCURRENT} is claimed. Arguments are read, never kept
 * and never written; results are the caller's until they or the layer are closed.
 *
 * @param <I> what the layer takes: a {@link HostTensor}, or a {@link BagInput}
 */
public interface LayerUnderTest<I> extends AutoCloseable {
  /** Computes the output for one input. */
  TensorHandle forward(I input);

  /**
   * Computes the output and keeps what backward needs, a copy where that is the input: the caller
   * may write into its tensor before it asks for backward.
   *
   * <p>At most one recorded forward is open at a time unless {@link Feature#OVERLAPPING_PASSES} is
   * claimed.
   */
  default RecordedForward record(I input) {
    throw new UnsupportedFeature(Feature.GRADIENT);
  }

  /** Returns the live parameter, in PyTorch's shape whatever the framework's layout. */
  default TensorHandle parameter(String name) {
    throw new UnsupportedFeature(Feature.PARAMETERS);
  }

  /**
   * Overwrites rows of a parameter in place.
   *
   * @param name {@code weight} or {@code bias}
   * @param firstRow the first row to overwrite; for a bias, the first element
   * @param rows the new values: {@code [n, columns]}, or {@code [n]} for a bias
   */
  default void assign(String name, long firstRow, HostTensor rows) {
    throw new UnsupportedFeature(Feature.PARAMETERS);
  }

  /**
   * Returns a parameter's gradient: the sum since zeroing under {@link Feature#ACCUMULATION}, else
   * that of the last backward. It is asked for as soon as a backward has returned, whether or not
   * its pass was closed.
   */
  default Gradient gradient(String name) {
    throw new UnsupportedFeature(Feature.GRADIENT);
  }

  /**
   * Makes every gradient zero or absent; a recorded forward that waits for its backward stays what
   * it is.
   */
  default void zeroGradients() {
    throw new UnsupportedFeature(Feature.GRADIENT);
  }

  /** Returns the state under PyTorch's names: {@code weight}, and {@code bias} if there is one. */
  default Map<String, TensorHandle> state() {
    throw new UnsupportedFeature(Feature.STATE);
  }

  /**
   * Loads a state as {@link #state} returns it; an entry that is missing, not known or of another
   * shape is refused.
   */
  default void load(Map<String, HostTensor> state) {
    throw new UnsupportedFeature(Feature.STATE);
  }

  /** Returns the state as the content of a safetensors file. */
  default byte[] safetensors() {
    throw new UnsupportedFeature(Feature.SAFETENSORS);
  }

  /** Loads the content of a safetensors file, under the conditions of {@link #load}. */
  default void loadSafetensors(byte[] file) {
    throw new UnsupportedFeature(Feature.SAFETENSORS);
  }

  /** Initialises the parameters anew, as {@code reset_parameters} does. */
  default void reset(long seed) {
    throw new UnsupportedFeature(Feature.INIT);
  }

  /** Makes an optimiser over this layer's parameters. */
  default OptimizerUnderTest optimizer(OptimizerConfig config) {
    throw new UnsupportedFeature(Feature.OPTIMIZER);
  }

  @Override
  default void close() {}
}

package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/**
 * A layer that hands every call to another one; override what should differ.
 *
 * @param <I> what the layer takes
 */
public class Forwarding<I> implements LayerUnderTest<I> {
  /** The layer that does the work. */
  protected final LayerUnderTest<I> inner;

  /** Wraps a layer. */
  public Forwarding(LayerUnderTest<I> inner) {
    this.inner = inner;
  }

  @Override
  public TensorHandle forward(I input) {
    return inner.forward(input);
  }

  @Override
  public RecordedForward record(I input) {
    return inner.record(input);
  }

  @Override
  public TensorHandle parameter(String name) {
    return inner.parameter(name);
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    inner.assign(name, firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    return inner.gradient(name);
  }

  @Override
  public void zeroGradients() {
    inner.zeroGradients();
  }

  @Override
  public Map<String, TensorHandle> state() {
    return inner.state();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    inner.load(state);
  }

  @Override
  public byte[] safetensors() {
    return inner.safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    inner.loadSafetensors(file);
  }

  @Override
  public void reset(long seed) {
    inner.reset(seed);
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return inner.optimizer(config);
  }

  @Override
  public void close() {
    inner.close();
  }
}

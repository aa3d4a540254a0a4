package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/** The whole of a pair that hands every call to another one; override what should differ. */
public class ForwardingPair implements PairUnderTest {
  /** The whole that does the work. */
  protected final PairUnderTest inner;

  /** Wraps the whole of a pair. */
  public ForwardingPair(PairUnderTest inner) {
    this.inner = inner;
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return inner.optimizer(config);
  }

  @Override
  public Tied copy() {
    return inner.copy();
  }

  @Override
  public Tied untied() {
    return inner.untied();
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
}

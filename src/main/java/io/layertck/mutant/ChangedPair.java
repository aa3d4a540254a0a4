package io.layertck.mutant;

import io.layertck.mutant.Change.Event;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.tensor.HostTensor;
import java.util.Map;

/** The whole of a pair, of which what happens to it happens to the changed layer too. */
final class ChangedPair extends ForwardingPair {
  private final Change change;

  ChangedPair(PairUnderTest inner, Change change) {
    super(inner);
    this.change = change;
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    change.event(Event.OPTIMIZER);
    return inner.optimizer(config);
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    inner.load(state);
    change.event(Event.LOAD);
  }

  @Override
  public void loadSafetensors(byte[] file) {
    inner.loadSafetensors(file);
    change.event(Event.LOAD);
  }
}

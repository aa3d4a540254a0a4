package io.layertck.drive;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import java.util.function.Supplier;

/** A tied pair of the subject as the rules see it. */
public final class DrivenPair {
  private final Driver driver;
  private final DrivenLayer<HostTensor> embedding;
  private final DrivenLayer<HostTensor> head;
  private final PairUnderTest whole;

  DrivenPair(
      Driver driver,
      DrivenLayer<HostTensor> embedding,
      DrivenLayer<HostTensor> head,
      PairUnderTest whole) {
    this.driver = driver;
    this.embedding = embedding;
    this.head = head;
    this.whole = whole;
  }

  /** Returns the layer that looks up. */
  public DrivenLayer<HostTensor> embedding() {
    return embedding;
  }

  /** Returns the layer that projects onto the vocabulary. */
  public DrivenLayer<HostTensor> head() {
    return head;
  }

  /** Makes an optimiser over the distinct parameters; it is kept open until the driver closes. */
  public DrivenOptimizer optimizer(OptimizerConfig config) {
    return driver.optimizer(config, "the pair", () -> whole.optimizer(config));
  }

  /** Makes a deep copy. */
  public DrivenPair copy() {
    return another("copy of the pair", "the copy's ", whole::copy);
  }

  /** Makes a deep copy whose head has a weight of its own. */
  public DrivenPair untied() {
    return another("untied of the pair", "the untied ", whole::untied);
  }

  private DrivenPair another(String what, String prefix, Supplier<Tied> make) {
    return driver.pair(prefix, driver.call(what, make));
  }

  /** Reads the whole state of the pair. */
  public Map<String, HostTensor> state() {
    return driver.readAndClose("state of the pair", driver.call("state of the pair", whole::state));
  }

  /** Loads a state into the pair. */
  public void load(Map<String, HostTensor> state) {
    driver.run("load(" + state.keySet() + ") of the pair", () -> whole.load(state));
  }

  /** Returns the state as the content of a safetensors file. */
  public byte[] safetensors() {
    return driver.call("safetensors of the pair", whole::safetensors);
  }

  /** Loads the content of a safetensors file. */
  public void loadSafetensors(byte[] file) {
    driver.run("loadSafetensors of the pair", () -> whole.loadSafetensors(file));
  }
}

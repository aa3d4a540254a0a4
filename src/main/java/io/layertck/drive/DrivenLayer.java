package io.layertck.drive;

import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/**
 * One layer of the subject as the rules see it: host tensors out, {@link SubjectThrew} for anything
 * that goes wrong.
 *
 * @param <I> what the layer takes
 */
public final class DrivenLayer<I> {
  private final Driver driver;
  private final String name;
  private final LayerUnderTest<I> layer;

  DrivenLayer(Driver driver, String name, LayerUnderTest<I> layer) {
    this.driver = driver;
    this.name = name;
    this.layer = layer;
  }

  /** Runs forward and reads the result. */
  public HostTensor forward(I input) {
    return driver.readAndClose("the output of forward", forwardHandle(input));
  }

  /** Runs forward and returns the handle, which is kept open until the driver closes. */
  public LiveTensor forwardLive(I input) {
    TensorHandle handle = forwardHandle(input);
    driver.keep(handle);
    return new LiveTensor(driver, "the output of forward", handle);
  }

  private TensorHandle forwardHandle(I input) {
    return driver.call("forward of " + name, () -> layer.forward(input));
  }

  /** Runs a forward that can be followed by backward; it is kept open until it is closed. */
  public DrivenPass record(I input) {
    RecordedForward pass = driver.call("record of " + name, () -> layer.record(input));
    driver.keep(pass);
    return new DrivenPass(driver, name, pass);
  }

  /** Runs forward and backward and closes the pass; returns the gradient of the input. */
  public DrivenGradient backward(I input, HostTensor upstream) {
    RecordedForward recorded = driver.call("record of " + name, () -> layer.record(input));
    try (DrivenPass pass = new DrivenPass(driver, name, recorded)) {
      return pass.backward(upstream);
    }
  }

  /**
   * Runs forward and backward, closes the pass and returns the handle of the input's gradient,
   * which is kept open until the driver closes.
   *
   * @throws DrivenGradient.WrongGradientForm if it is sparse or absent
   */
  public LiveTensor backwardLive(I input, HostTensor upstream) {
    RecordedForward recorded = driver.call("record of " + name, () -> layer.record(input));
    try (DrivenPass pass = new DrivenPass(driver, name, recorded)) {
      return pass.backwardLive(upstream);
    }
  }

  /** Reads a parameter; the result may be live memory. */
  public HostTensor parameter(String parameter) {
    return driver.readAndClose(
        parameter + " of " + name,
        driver.call("parameter(" + parameter + ") of " + name, () -> layer.parameter(parameter)));
  }

  /** Overwrites rows of a parameter. */
  public void assign(String parameter, long firstRow, HostTensor rows) {
    driver.run(
        "assign(" + parameter + ", " + firstRow + ", " + rows + ") of " + name,
        () -> layer.assign(parameter, firstRow, rows));
  }

  /** Returns a parameter's gradient. */
  public DrivenGradient gradient(String parameter) {
    String what = "gradient(" + parameter + ") of " + name;
    Gradient gradient = driver.call(what, () -> layer.gradient(parameter));
    return driver.readAndClose(what, gradient);
  }

  /** Zeroes all gradients. */
  public void zeroGradients() {
    driver.run("zeroGradients of " + name, layer::zeroGradients);
  }

  /** Initialises the parameters anew. */
  public void reset(long seed) {
    driver.run("reset of " + name, () -> layer.reset(seed));
  }

  /** Reads the whole state under PyTorch's names. */
  public Map<String, HostTensor> state() {
    return driver.readAndClose("state of " + name, driver.call("state of " + name, layer::state));
  }

  /** Loads a state. */
  public void load(Map<String, HostTensor> state) {
    driver.run("load(" + state.keySet() + ") of " + name, () -> layer.load(state));
  }

  /** Returns the state as the content of a safetensors file. */
  public byte[] safetensors() {
    return driver.call("safetensors of " + name, layer::safetensors);
  }

  /** Loads the content of a safetensors file. */
  public void loadSafetensors(byte[] file) {
    driver.run("loadSafetensors of " + name, () -> layer.loadSafetensors(file));
  }

  /** Makes an optimiser; it is kept open until the driver closes. */
  public DrivenOptimizer optimizer(OptimizerConfig config) {
    return driver.optimizer(config, name, () -> layer.optimizer(config));
  }

  /** Returns what speaks of this layer in messages, such as {@code the embedding}. */
  public String name() {
    return name;
  }
}

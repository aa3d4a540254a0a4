package io.layertck.contract;

import io.layertck.generate.SequenceExample;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a layer should hold after every step of a sequence, over exact integers. */
final class SequenceModel {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private final SequenceExample.Layer layer;
  private final Map<String, HostTensor> parameters = new TreeMap<>();
  private final Map<String, double[]> gradients = new TreeMap<>();
  private final Map<String, double[]> velocities = new TreeMap<>();

  SequenceModel(SequenceExample.Layer layer) {
    this.layer = layer;
    parameters.put(WEIGHT, layer.weight().copy());
    if (layer.bias() != null) {
      parameters.put(BIAS, layer.bias().copy());
    }
  }

  private DType dtype() {
    return layer.weight().dtype();
  }

  /** Returns the names of the parameters. */
  Set<String> names() {
    return parameters.keySet();
  }

  /** Returns copies of the parameters. */
  Map<String, HostTensor> state() {
    Map<String, HostTensor> state = new TreeMap<>(parameters);
    state.replaceAll((name, value) -> value.copy());
    return state;
  }

  /** Returns a parameter. */
  HostTensor parameter(String name) {
    HostTensor value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model has no " + name);
    }
    return value;
  }

  /** Tells whether there is anything to say of the gradients: not before the first backward. */
  boolean hasGradients() {
    return !gradients.isEmpty();
  }

  /** Returns a gradient, float64. */
  HostTensor gradient(String name) {
    return HostTensor.of(
        gradients.getOrDefault(name, new double[parameter(name).size()]).clone(),
        parameter(name).shape());
  }

  /** Returns what forward should return. */
  HostTensor output(HostTensor input) {
    return layer.isEmbedding()
        ? ExactLookup.forward(parameter(WEIGHT), input)
        : IntegerLinear.forward(input, parameter(WEIGHT), parameters.get(BIAS));
  }

  /** Returns the gradient of a linear layer's input. */
  HostTensor inputGradient(HostTensor upstream) {
    return IntegerLinear.inputGradient(parameter(WEIGHT), upstream);
  }

  /**
   * Takes in a backward.
   *
   * @param accumulates whether gradients add up, and are not only the last
   */
  void backward(HostTensor input, HostTensor upstream, boolean accumulates) {
    if (!accumulates) {
      gradients.clear();
    }
    if (layer.isEmbedding()) {
      add(gradients, WEIGHT, tableGradient(input, upstream));
      return;
    }
    add(gradients, WEIGHT, IntegerLinear.weightGradient(input, upstream).widened());
    if (parameters.containsKey(BIAS)) {
      add(gradients, BIAS, IntegerLinear.biasGradient(upstream).widened());
    }
  }

  private double[] tableGradient(HostTensor indices, HostTensor upstream) {
    HostTensor table = parameter(WEIGHT);
    double[] gradient =
        IntegerEmbedding.weightGradient(table.extent(0), indices, upstream).widened();
    if (layer.paddingIdx() != null) {
      int row = (int) Math.floorMod(layer.paddingIdx(), (long) table.extent(0));
      Arrays.fill(gradient, row * table.extent(1), (row + 1) * table.extent(1), 0);
    }
    return gradient;
  }

  private static void add(Map<String, double[]> sums, String name, double[] terms) {
    sums.merge(
        name,
        terms,
        (sum, more) -> {
          double[] total = sum.clone();
          Arrays.setAll(total, i -> total[i] + more[i]);
          return total;
        });
  }

  /** Takes in other rows of a parameter. */
  void assign(String name, long firstRow, HostTensor rows) {
    HostTensor value = parameter(name);
    int width = value.rank() == 1 ? 1 : value.extent(1);
    System.arraycopy(
        rows.copy().storage(), 0, value.storage(), Math.toIntExact(firstRow * width), rows.size());
  }

  /** Makes the gradients zero. */
  void zeroGradients() {
    gradients.replaceAll((name, sum) -> new double[sum.length]);
  }

  /** Makes a step of gradient descent at a learning rate of 1. */
  void step(double momentum) {
    gradients.forEach(
        (name, gradient) -> {
          velocities.computeIfPresent(
              name, (same, velocity) -> Arrays.stream(velocity).map(v -> momentum * v).toArray());
          add(velocities, name, gradient);
          double[] move = velocities.get(name);
          double[] values = parameter(name).widened();
          Arrays.setAll(values, i -> values[i] - (move == null ? 0 : move[i]));
          parameters.put(name, HostTensor.rounded(dtype(), values, parameter(name).shape()));
        });
  }

  /** Takes over a state; gradients and what an optimiser keeps stay as they are. */
  void load(Map<String, HostTensor> state) {
    state.forEach((name, value) -> parameters.put(name, value.copy()));
  }

  /** Returns the model of a new layer with the same parameters. */
  SequenceModel copy() {
    SequenceModel copy = new SequenceModel(layer);
    copy.load(parameters);
    return copy;
  }
}

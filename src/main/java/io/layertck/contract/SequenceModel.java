package io.layertck.contract;

import io.layertck.generate.SequenceExample;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a layer, or a pair that holds one weight, should hold after every step of a sequence, over
 * exact integers.
 */
final class SequenceModel {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private final Map<String, HostTensor> parameters = new TreeMap<>();
  private final Map<String, double[]> gradients = new TreeMap<>();
  private final Map<String, double[]> velocities = new TreeMap<>();

  private SequenceModel(Map<String, HostTensor> parameters) {
    load(parameters);
  }

  /**
   * Makes the model of layers as they begin.
   *
   * @param layers one, or both that hold one weight
   */
  static SequenceModel of(List<SequenceExample.Layer> layers) {
    Map<String, HostTensor> parameters = new TreeMap<>();
    for (SequenceExample.Layer layer : layers) {
      parameters.put(WEIGHT, layer.weight());
      if (layer.bias() != null) {
        parameters.put(BIAS, layer.bias());
      }
    }
    return new SequenceModel(parameters);
  }

  private DType dtype() {
    return parameter(WEIGHT).dtype();
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

  /** Tells whether there is anything to say of a gradient: not before the first backward. */
  boolean hasGradient(String name) {
    return gradients.containsKey(name);
  }

  /** Returns a gradient, float64. */
  HostTensor gradient(String name) {
    return HostTensor.of(
        gradients.getOrDefault(name, new double[parameter(name).size()]).clone(),
        parameter(name).shape());
  }

  /** Returns what the forward of a layer should return. */
  HostTensor output(SequenceExample.Layer layer, HostTensor input) {
    return layer.isEmbedding()
        ? ExactLookup.forward(parameter(WEIGHT), input)
        : IntegerLinear.forward(
            input, parameter(WEIGHT), layer.bias() == null ? null : parameter(BIAS));
  }

  /** Returns the gradient of a linear layer's input. */
  HostTensor inputGradient(HostTensor upstream) {
    return IntegerLinear.inputGradient(parameter(WEIGHT), upstream);
  }

  /**
   * Takes in a backward of a layer.
   *
   * @param accumulates whether gradients add up, and are not only the last
   */
  void backward(
      SequenceExample.Layer layer, HostTensor input, HostTensor upstream, boolean accumulates) {
    if (!accumulates) {
      gradients.clear();
    }
    if (layer.isEmbedding()) {
      add(gradients, WEIGHT, tableGradient(layer, input, upstream));
      return;
    }
    add(gradients, WEIGHT, IntegerLinear.weightGradient(input, upstream).widened());
    if (layer.bias() != null) {
      add(gradients, BIAS, IntegerLinear.biasGradient(upstream).widened());
    }
  }

  private double[] tableGradient(
      SequenceExample.Layer layer, HostTensor indices, HostTensor upstream) {
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

  /** Returns the model of new layers with the same parameters. */
  SequenceModel copy() {
    return new SequenceModel(parameters);
  }
}

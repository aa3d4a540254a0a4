package io.layertck.generate;

import io.layertck.spi.FanMode;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Initialisation schemes, each for a weight of its own.
 *
 * @param schemes in the order in which layers are made with them
 * @param linear whether the weights are those of linear layers, not of embeddings
 * @param dtype the element type
 */
public record SchemeExample(List<Sized> schemes, boolean linear, DType dtype) implements Example {
  /**
   * A scheme and the weight it fills.
   *
   * @param rows V of an embedding, the fan-out of a linear layer
   * @param columns D of an embedding, the fan-in of a linear layer
   */
  public record Sized(Start.Scheme scheme, int rows, int columns) {
    /** Returns the call as it would be written in PyTorch, and the weight's shape. */
    public String describe() {
      return call(scheme) + " of a weight [" + rows + ", " + columns + "]";
    }
  }

  /** Returns a scheme as the call that it would be in PyTorch. */
  private static String call(Start.Scheme scheme) {
    Map<String, Double> arguments = new TreeMap<>(scheme.arguments());
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + "=" + text(argument.getKey(), argument.getValue()))
        .collect(Collectors.joining(", ", scheme.name() + "(", ")"));
  }

  private static String text(String argument, double value) {
    return switch (argument) {
      case "mode" -> FanMode.of(value).label();
      case "nonlinearity" -> Nonlinearity.of(value).label();
      default -> Double.toString(value);
    };
  }

  @Override
  public String describe() {
    return schemes.stream()
        .map(sized -> sized.describe() + ", seed " + sized.scheme().seed())
        .collect(Collectors.joining("; ", dtype + (linear ? " linear: " : " embedding: "), ""));
  }
}

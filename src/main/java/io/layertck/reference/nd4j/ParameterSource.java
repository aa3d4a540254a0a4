package io.layertck.reference.nd4j;

import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes a layer's parameters, one after the other, as its {@link Start} says. */
@FunctionalInterface
interface ParameterSource {
  /**
   * Makes one parameter.
   *
   * @param name {@code weight} or {@code bias}
   * @param initial what it is drawn from where it is not given
   * @throws Refused if it is given with another type or shape
   */
  Nd4jParameter make(String name, DType dtype, Distribution initial, long... shape);

  /**
   * Returns the source for a start.
   *
   * @param names the parameters the layer has
   * @throws Refused if exactly these are not given
   * @throws UnsupportedFeature if there is no scheme of a name
   */
  static ParameterSource of(Start start, Set<String> names) {
    if (start instanceof Start.Given given) {
      requireExactly(given, names);
      return (name, dtype, initial, shape) -> copied(given, name, dtype, shape);
    }
    if (start instanceof Start.Default seeded) {
      RandomGenerator random = Distribution.seeded(seeded.seed());
      return (name, dtype, initial, shape) -> drawn(random, name, dtype, initial, shape);
    }
    if (start instanceof Start.Scheme scheme) {
      RandomGenerator random = Distribution.seeded(scheme.seed());
      InitScheme filling = InitScheme.of(scheme);
      return (name, dtype, initial, shape) -> {
        Nd4jParameter parameter = drawn(random, name, dtype, initial, shape);
        if (name.equals("weight")) {
          filling.fill(parameter.value(), random);
        }
        return parameter;
      };
    }
    throw new IllegalStateException("a start of a new kind: " + start);
  }

  private static void requireExactly(Start.Given given, Set<String> names) {
    if (!given.parameters().keySet().equals(names)) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "parameters "
              + given.parameters().keySet()
              + " are given, but the layer has exactly "
              + names);
    }
  }

  private static Nd4jParameter copied(Start.Given given, String name, DType dtype, long[] shape) {
    HostTensor values = given.parameter(name);
    Expectation.dtype("the given " + name, values, dtype);
    Expectation.shape("the given " + name, values.shape(), shape);
    return new Nd4jParameter(name, Nd4jTensor.copyOf(values));
  }

  private static Nd4jParameter drawn(
      RandomGenerator random, String name, DType dtype, Distribution initial, long[] shape) {
    requireAddressable(shape);
    Nd4jTensor value = Nd4jTensor.zeros(dtype, shape);
    initial.fill(value, random);
    return new Nd4jParameter(name, value);
  }

  private static void requireAddressable(long[] shape) {
    double elements = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (elements > Integer.MAX_VALUE) {
      throw new UnsupportedFeature(Feature.LARGE_TABLE);
    }
  }
}

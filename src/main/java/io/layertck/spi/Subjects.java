package io.layertck.spi;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import org.jspecify.annotations.Nullable;

/** Functions as subjects: the shortest way to plug a forward-only layer in. */
public final class Subjects {
  private Subjects() {}

  /** A lookup as a function. */
  @FunctionalInterface
  public interface Lookup {
    /** Returns the rows of {@code weight} at {@code indices}, of shape indices.shape + [D]. */
    HostTensor rows(HostTensor weight, HostTensor indices);
  }

  /** A linear layer as a function. */
  @FunctionalInterface
  public interface Affine {
    /** Returns {@code input weight^T + bias}; the bias is null where there is none. */
    HostTensor output(HostTensor input, HostTensor weight, @Nullable HostTensor bias);
  }

  /** Makes a subject of a lookup function; claims {@link Feature#LOOKUP} at float32. */
  public static Subject lookup(String name, Lookup function) {
    return new LookupSubject(name, function);
  }

  /**
   * Makes a subject of a linear function; claims {@link Feature#LINEAR} and {@link Feature#BIAS} at
   * float32.
   */
  public static Subject linear(String name, Affine function) {
    return new AffineSubject(name, function);
  }

  private static Start.Given given(Start start) {
    if (start instanceof Start.Given given) {
      return given;
    }
    throw new UnsupportedFeature(
        start instanceof Start.Scheme ? Feature.INIT_SCHEMES : Feature.INIT);
  }

  private static void requireFloat32(DType dtype) {
    if (dtype != DType.FLOAT32) {
      throw new Refused(Refusal.DTYPE, "a function takes float32 parameters, not " + dtype);
    }
  }

  private record LookupSubject(String name, Lookup function) implements Subject {
    @Override
    public Claims claims() {
      return Claims.of(Feature.LOOKUP);
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      config.requireOnly();
      requireFloat32(config.dtype());
      HostTensor weight = given(start).parameter("weight").copy();
      return new ForwardOnly() {
        @Override
        public TensorHandle forward(HostTensor indices) {
          return function.rows(weight, indices);
        }
      };
    }
  }

  private record AffineSubject(String name, Affine function) implements Subject {
    @Override
    public Claims claims() {
      return Claims.of(Feature.LINEAR, Feature.BIAS);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      requireFloat32(config.dtype());
      HostTensor weight = given(start).parameter("weight").copy();
      HostTensor bias = config.bias() ? given(start).parameter("bias").copy() : null;
      return new ForwardOnly() {
        @Override
        public TensorHandle forward(HostTensor input) {
          return function.output(input, weight, bias);
        }
      };
    }
  }

  private interface ForwardOnly extends LayerUnderTest<HostTensor> {}
}

package io.layertck.correct;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.EnumSet;
import java.util.Set;

/**
 * The plain layers of half types on hardware that has no subnormal numbers of them: what they
 * compute is flushed to zero, what they copy is not, and {@link Feature#SUBNORMALS} is not claimed.
 * Nor is an optimiser: the plain one would step with the gradient that was not flushed.
 */
record FlushingSubject() implements Subject {
  private static final PlainSubject PLAIN = new PlainSubject();

  @Override
  public String name() {
    return "plain, without subnormal numbers";
  }

  @Override
  public Claims claims() {
    Claims plain = PLAIN.claims();
    Set<Feature> features = EnumSet.copyOf(plain.features());
    features.remove(Feature.SUBNORMALS);
    features.remove(Feature.OPTIMIZER);
    return new Claims(features, EnumSet.of(DType.FLOAT16, DType.BFLOAT16), plain.limits());
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return copying(PLAIN.embedding(config, start));
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return computing(PLAIN.embeddingBag(config, start));
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    return computing(PLAIN.linear(config, start));
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    Tied pair = PLAIN.tied(config, bias, start);
    return new Tied(copying(pair.embedding()), computing(pair.head()), pair.whole());
  }

  private static <I> LayerUnderTest<I> copying(LayerUnderTest<I> plain) {
    return new Forwarding<>(plain) {
      @Override
      public Gradient gradient(String name) {
        return flushed(inner.gradient(name));
      }

      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        throw new UnsupportedFeature(Feature.OPTIMIZER);
      }
    };
  }

  private static <I> LayerUnderTest<I> computing(LayerUnderTest<I> plain) {
    return new Forwarding<>(copying(plain)) {
      @Override
      public TensorHandle forward(I input) {
        return flushed(inner.forward(input));
      }

      @Override
      public RecordedForward record(I input) {
        RecordedForward recorded = inner.record(input);
        return new RecordedForward() {
          @Override
          public TensorHandle output() {
            return flushed(recorded.output());
          }

          @Override
          public Gradient backward(HostTensor upstream) {
            return flushed(recorded.backward(upstream));
          }

          @Override
          public void close() {
            recorded.close();
          }
        };
      }
    };
  }

  private static Gradient flushed(Gradient gradient) {
    if (gradient instanceof Gradient.Dense dense) {
      return new Gradient.Dense(flushed(dense.value()));
    }
    return gradient instanceof Gradient.Sparse sparse
        ? new Gradient.Sparse(sparse.rows(), flushed(sparse.values()))
        : gradient;
  }

  private static TensorHandle flushed(TensorHandle plain) {
    return new TensorHandle() {
      @Override
      public HostTensor read() {
        return flushed(plain.read());
      }

      @Override
      public void write(HostTensor values) {
        plain.write(values);
      }

      @Override
      public void close() {
        plain.close();
      }
    };
  }

  private static HostTensor flushed(HostTensor tensor) {
    DType dtype = tensor.dtype();
    if (dtype != DType.FLOAT16 && dtype != DType.BFLOAT16) {
      return tensor;
    }
    double[] values = tensor.widened();
    boolean flushes = false;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0 && Math.abs(values[i]) < dtype.minNormal()) {
        values[i] = Math.copySign(0, values[i]);
        flushes = true;
      }
    }
    return flushes ? HostTensor.rounded(dtype, values, tensor.shape()) : tensor;
  }
}

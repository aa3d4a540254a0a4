package io.layertck.correct;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The plain layers with some features only; what asks for another is refused, or goes another right
 * way.
 */
final class PartialSubject implements Subject {
  private static final PlainSubject PLAIN = new PlainSubject();

  private final Set<Feature> features;
  private final Set<DType> dtypes;

  /** Stands for the seed where none is taken. */
  private final AtomicLong draws = new AtomicLong();

  private boolean recording;

  private PartialSubject(Set<Feature> features, Set<DType> dtypes) {
    this.features = features;
    this.dtypes = dtypes;
  }

  /** Returns the layers of some element types only. */
  static PartialSubject at(Set<DType> dtypes) {
    return new PartialSubject(PLAIN.claims().features(), dtypes);
  }

  /** Returns the layers without one feature and whatever implies it. */
  static PartialSubject without(Feature missing) {
    return withOnly(EnumSet.complementOf(EnumSet.of(missing)));
  }

  /** Returns the layers with those of the features of which all that they imply is there too. */
  static PartialSubject withOnly(Set<Feature> wanted) {
    Set<Feature> features = EnumSet.copyOf(PLAIN.claims().features());
    features.removeIf(
        feature -> !wanted.contains(feature) || !wanted.containsAll(feature.implied()));
    return new PartialSubject(features, PLAIN.claims().dtypes());
  }

  @Override
  public String name() {
    return "plain with " + features;
  }

  @Override
  public Claims claims() {
    Claims plain = PLAIN.claims();
    return new Claims(features, dtypes, plain.limits());
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    require(Feature.LOOKUP);
    require(config.dtype());
    config.neededFeatures().forEach(this::require);
    return made(() -> new Partial<>(PLAIN.embedding(config, checked(start))));
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    require(Feature.BAG);
    require(config.table().dtype());
    config.table().neededFeatures().forEach(this::require);
    return made(() -> new Partial<>(PLAIN.embeddingBag(config, checked(start))));
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    require(Feature.LINEAR);
    require(config.dtype());
    if (config.bias()) {
      require(Feature.BIAS);
    }
    return made(() -> new Partial<>(PLAIN.linear(config, checked(start))));
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    require(Feature.TYING);
    if (bias) {
      require(Feature.BIAS);
    }
    require(config.dtype());
    config.neededFeatures().forEach(this::require);
    return made(() -> partial(PLAIN.tied(config, bias, checked(start))));
  }

  private Tied partial(Tied plain) {
    return new Tied(
        new Partial<>(plain.embedding()), new Partial<>(plain.head()), whole(plain.whole()));
  }

  private PairUnderTest whole(PairUnderTest plain) {
    return new ForwardingPair(plain) {
      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        require(Feature.OPTIMIZER);
        return made(() -> inner.optimizer(config));
      }

      @Override
      public Tied copy() {
        require(Feature.STATE);
        return partial(inner.copy());
      }

      @Override
      public Tied untied() {
        require(Feature.STATE);
        return partial(inner.untied());
      }

      @Override
      public Map<String, TensorHandle> state() {
        require(Feature.STATE);
        return inner.state();
      }

      @Override
      public void load(Map<String, HostTensor> state) {
        require(Feature.STATE);
        done(() -> inner.load(state));
      }

      @Override
      public byte[] safetensors() {
        require(Feature.SAFETENSORS);
        return inner.safetensors();
      }

      @Override
      public void loadSafetensors(byte[] file) {
        require(Feature.SAFETENSORS);
        done(() -> inner.loadSafetensors(file));
      }
    };
  }

  private Start checked(Start start) {
    if (start instanceof Start.Given given) {
      given.parameters().values().forEach(this::requireTaken);
      return start;
    }
    require(start instanceof Start.Scheme ? Feature.INIT_SCHEMES : Feature.INIT);
    if (features.contains(Feature.SEEDS)) {
      return start;
    }
    return start instanceof Start.Scheme scheme
        ? new Start.Scheme(scheme.name(), scheme.arguments(), draws.incrementAndGet())
        : new Start.Default(draws.incrementAndGet());
  }

  private void require(Feature feature) {
    if (!features.contains(feature)) {
      throw new UnsupportedFeature(feature);
    }
  }

  private void require(DType dtype) {
    if (!dtypes.contains(dtype)) {
      throw new UnsupportedOperationException("a layer of " + dtype);
    }
  }

  private void requireTaken(HostTensor tensor) {
    if (!tensor.isContiguous()) {
      require(Feature.STRIDED);
    }
    if (tensor.dtype() == DType.INT32) {
      require(Feature.INT32_INDICES);
    }
  }

  private void done(Runnable action) {
    made(
        () -> {
          action.run();
          return this;
        });
  }

  /** What is refused says what it is refused for only where that is claimed. */
  private <T> T made(Supplier<T> maker) {
    if (features.contains(Feature.TYPED_REFUSALS)) {
      return maker.get();
    }
    try {
      return maker.get();
    } catch (UnsupportedFeature unsupported) {
      throw unsupported;
    } catch (RuntimeException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  /** One layer of the subject. */
  private final class Partial<I> extends Forwarding<I> {
    Partial(LayerUnderTest<I> inner) {
      super(inner);
    }

    @Override
    public TensorHandle forward(I input) {
      requireInput(input);
      return made(() -> result(inner.forward(input)));
    }

    @Override
    public RecordedForward record(I input) {
      require(Feature.GRADIENT);
      requireInput(input);
      if (recording && !features.contains(Feature.OVERLAPPING_PASSES)) {
        throw new IllegalStateException("a forward is already being recorded");
      }
      RecordedForward pass = made(() -> inner.record(input));
      recording = true;
      return new ForwardingRecord(pass) {
        @Override
        public TensorHandle output() {
          return result(inner.output());
        }

        @Override
        public Gradient backward(HostTensor upstream) {
          requireTaken(upstream);
          HostTensor output = inner.output().read();
          // What is refused leaves the gradient as it was.
          if (!features.contains(Feature.ACCUMULATION)
              && upstream.dtype() == output.dtype()
              && Arrays.equals(upstream.shape(), output.shape())) {
            Partial.this.inner.zeroGradients();
          }
          return made(() -> inner.backward(upstream));
        }

        @Override
        public void close() {
          recording = false;
          inner.close();
        }
      };
    }

    private void requireInput(I input) {
      if (input instanceof HostTensor tensor) {
        requireTaken(tensor);
      } else if (input instanceof BagInput bag) {
        requireTaken(bag.indices());
        Stream.of(bag.offsets(), bag.perSampleWeights())
            .filter(Objects::nonNull)
            .forEach(PartialSubject.this::requireTaken);
      }
    }

    private TensorHandle result(TensorHandle plain) {
      if (features.contains(Feature.WRITABLE_RESULTS)) {
        return plain;
      }
      return new TensorHandle() {
        @Override
        public HostTensor read() {
          return plain.read();
        }

        @Override
        public void close() {
          plain.close();
        }
      };
    }

    @Override
    public TensorHandle parameter(String name) {
      require(Feature.PARAMETERS);
      return result(inner.parameter(name));
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      require(Feature.PARAMETERS);
      requireTaken(rows);
      done(() -> inner.assign(name, firstRow, rows));
    }

    @Override
    public Gradient gradient(String name) {
      require(Feature.GRADIENT);
      return inner.gradient(name);
    }

    @Override
    public void zeroGradients() {
      require(Feature.GRADIENT);
      inner.zeroGradients();
    }

    @Override
    public Map<String, TensorHandle> state() {
      require(Feature.STATE);
      return inner.state();
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      require(Feature.STATE);
      done(() -> inner.load(state));
    }

    @Override
    public byte[] safetensors() {
      require(Feature.SAFETENSORS);
      return inner.safetensors();
    }

    @Override
    public void loadSafetensors(byte[] file) {
      require(Feature.SAFETENSORS);
      done(() -> inner.loadSafetensors(file));
    }

    @Override
    public void reset(long seed) {
      require(Feature.INIT);
      inner.reset(features.contains(Feature.SEEDS) ? seed : draws.incrementAndGet());
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      require(Feature.OPTIMIZER);
      return made(() -> inner.optimizer(config));
    }
  }
}

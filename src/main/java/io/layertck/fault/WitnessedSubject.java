package io.layertck.fault;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
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
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A faulty subject that sees whether any of its results differs from the correct one.
 *
 * <p>Until a first difference every call goes to the correct subject as well, before the faulty
 * one. A difference is another element, shape or type of a result, a refusal of one of the two
 * alone or with another message, or an argument that the faulty one wrote to.
 */
public final class WitnessedSubject extends ForwardingSubject {
  private final Subject correct;
  private volatile boolean differs;

  /** Watches a faulty subject beside the correct one. */
  public WitnessedSubject(Subject faulty, Subject correct) {
    super(faulty);
    this.correct = correct;
  }

  /** Tells whether any result so far was another than the correct subject's. */
  public boolean sawADifference() {
    return differs;
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return both(
        () -> correct.embedding(config, start),
        () -> inner.embedding(config, start),
        this::watched);
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    return both(
        () -> correct.linear(config, start), () -> inner.linear(config, start), this::watched);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return both(
        () -> correct.embeddingBag(config, start),
        () -> inner.embeddingBag(config, start),
        (right, faulty) -> new WatchedLayer<>(right, faulty, WitnessedSubject::tensorsOf));
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    return both(
        () -> correct.tied(config, bias, start),
        () -> inner.tied(config, bias, start),
        this::watched);
  }

  private Tied watched(Tied right, Tied faulty) {
    return new Tied(
        watched(right.embedding(), faulty.embedding()),
        watched(right.head(), faulty.head()),
        new WatchedPair(right.whole(), faulty.whole()));
  }

  private LayerUnderTest<HostTensor> watched(
      LayerUnderTest<HostTensor> right, LayerUnderTest<HostTensor> faulty) {
    return new WatchedLayer<>(right, faulty, List::of);
  }

  private static List<HostTensor> tensorsOf(BagInput input) {
    return Stream.of(input.indices(), input.offsets(), input.perSampleWeights())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Makes both calls and joins their results; the faulty one's outcome is the outcome. */
  private <T> T both(Supplier<T> right, Supplier<T> faulty, BinaryOperator<T> watched) {
    if (differs) {
      return faulty.get();
    }
    Outcome<T> expected = Outcome.of(right);
    Outcome<T> found = Outcome.of(faulty);
    differs |= !expected.thrown().equals(found.thrown());
    T result = found.result();
    T truth = expected.value();
    return truth == null || differs ? result : watched.apply(truth, result);
  }

  private void run(Runnable right, Runnable faulty) {
    both(
        () -> {
          right.run();
          return Boolean.TRUE;
        },
        () -> {
          faulty.run();
          return Boolean.TRUE;
        },
        (truth, result) -> result);
  }

  private void compare(HostTensor truth, HostTensor found) {
    differs |= !truth.sameBits(found);
  }

  private TensorHandle watched(TensorHandle truth, TensorHandle found) {
    return new TensorHandle() {
      @Override
      public HostTensor read() {
        HostTensor result = found.read();
        if (!differs) {
          compare(truth.read(), result);
        }
        return result;
      }

      @Override
      public void write(HostTensor values) {
        run(() -> truth.write(values), () -> found.write(values));
      }

      @Override
      public void close() {
        truth.close();
        found.close();
      }
    };
  }

  private Gradient watched(Gradient truth, Gradient found) {
    if (truth instanceof Gradient.Dense right && found instanceof Gradient.Dense faulty) {
      return new Gradient.Dense(watched(right.value(), faulty.value()));
    }
    if (truth instanceof Gradient.Sparse right && found instanceof Gradient.Sparse faulty) {
      return new Gradient.Sparse(
          watched(right.rows(), faulty.rows()), watched(right.values(), faulty.values()));
    }
    differs |= truth.getClass() != found.getClass();
    return found;
  }

  private OptimizerUnderTest watched(OptimizerUnderTest truth, OptimizerUnderTest found) {
    return new OptimizerUnderTest() {
      @Override
      public void step() {
        run(truth::step, found::step);
      }

      @Override
      public double clipNorm(double max) {
        return both(
            () -> truth.clipNorm(max),
            () -> found.clipNorm(max),
            (right, result) -> {
              differs |= !right.equals(result);
              return result;
            });
      }

      @Override
      public void clipValue(double max) {
        run(() -> truth.clipValue(max), () -> found.clipValue(max));
      }

      @Override
      public void close() {
        truth.close();
        found.close();
      }
    };
  }

  private Map<String, TensorHandle> watched(
      Map<String, TensorHandle> truth, Map<String, TensorHandle> found) {
    differs |= !truth.keySet().equals(found.keySet());
    Map<String, TensorHandle> watched = new TreeMap<>(found);
    if (!differs) {
      watched.replaceAll(
          (name, handle) -> watched(Objects.requireNonNull(truth.get(name)), handle));
    }
    return watched;
  }

  private byte[] watched(byte[] truth, byte[] found) {
    differs |= !Arrays.equals(truth, found);
    return found;
  }

  /** What a call came to: a result, or a description of what it threw. */
  private record Outcome<T>(@Nullable T value, @Nullable RuntimeException failure) {
    static <T> Outcome<T> of(Supplier<T> call) {
      try {
        return new Outcome<>(call.get(), null);
      } catch (RuntimeException thrown) {
        return new Outcome<>(null, thrown);
      }
    }

    String thrown() {
      return failure == null ? "" : failure.toString();
    }

    T result() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(value);
    }
  }

  private final class WatchedLayer<I> extends Forwarding<I> {
    private final LayerUnderTest<I> right;
    private final Function<I, List<HostTensor>> tensorsOf;

    WatchedLayer(
        LayerUnderTest<I> right,
        LayerUnderTest<I> faulty,
        Function<I, List<HostTensor>> tensorsOf) {
      super(faulty);
      this.right = right;
      this.tensorsOf = tensorsOf;
    }

    @Override
    public TensorHandle forward(I input) {
      return watchingArguments(
          input,
          () ->
              both(
                  () -> right.forward(input),
                  () -> inner.forward(input),
                  WitnessedSubject.this::watched));
    }

    @Override
    public RecordedForward record(I input) {
      return watchingArguments(
          input,
          () -> both(() -> right.record(input), () -> inner.record(input), WatchedPass::new));
    }

    private <T> T watchingArguments(I input, Supplier<T> call) {
      List<HostTensor> arguments = tensorsOf.apply(input);
      List<HostTensor> before = arguments.stream().map(HostTensor::copy).toList();
      T result = call.get();
      for (int i = 0; i < before.size(); i++) {
        compare(before.get(i), arguments.get(i));
      }
      return result;
    }

    @Override
    public TensorHandle parameter(String name) {
      return both(
          () -> right.parameter(name), () -> inner.parameter(name), WitnessedSubject.this::watched);
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      run(() -> right.assign(name, firstRow, rows), () -> inner.assign(name, firstRow, rows));
    }

    @Override
    public Gradient gradient(String name) {
      return both(
          () -> right.gradient(name), () -> inner.gradient(name), WitnessedSubject.this::watched);
    }

    @Override
    public void zeroGradients() {
      run(right::zeroGradients, inner::zeroGradients);
    }

    @Override
    public void reset(long seed) {
      run(() -> right.reset(seed), () -> inner.reset(seed));
    }

    @Override
    public Map<String, TensorHandle> state() {
      return both(right::state, inner::state, WitnessedSubject.this::watched);
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      run(() -> right.load(state), () -> inner.load(state));
    }

    @Override
    public byte[] safetensors() {
      return both(right::safetensors, inner::safetensors, WitnessedSubject.this::watched);
    }

    @Override
    public void loadSafetensors(byte[] file) {
      run(() -> right.loadSafetensors(file), () -> inner.loadSafetensors(file));
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return both(
          () -> right.optimizer(config),
          () -> inner.optimizer(config),
          WitnessedSubject.this::watched);
    }

    @Override
    public void close() {
      right.close();
      inner.close();
    }
  }

  private final class WatchedPair implements PairUnderTest {
    private final PairUnderTest right;
    private final PairUnderTest faulty;

    WatchedPair(PairUnderTest right, PairUnderTest faulty) {
      this.right = right;
      this.faulty = faulty;
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return both(
          () -> right.optimizer(config),
          () -> faulty.optimizer(config),
          WitnessedSubject.this::watched);
    }

    @Override
    public Tied copy() {
      return both(right::copy, faulty::copy, WitnessedSubject.this::watched);
    }

    @Override
    public Tied untied() {
      return both(right::untied, faulty::untied, WitnessedSubject.this::watched);
    }

    @Override
    public Map<String, TensorHandle> state() {
      return both(right::state, faulty::state, WitnessedSubject.this::watched);
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      run(() -> right.load(state), () -> faulty.load(state));
    }

    @Override
    public byte[] safetensors() {
      return both(right::safetensors, faulty::safetensors, WitnessedSubject.this::watched);
    }

    @Override
    public void loadSafetensors(byte[] file) {
      run(() -> right.loadSafetensors(file), () -> faulty.loadSafetensors(file));
    }
  }

  private final class WatchedPass extends ForwardingRecord {
    private final RecordedForward right;

    WatchedPass(RecordedForward right, RecordedForward faulty) {
      super(faulty);
      this.right = right;
    }

    @Override
    public TensorHandle output() {
      return both(right::output, inner::output, WitnessedSubject.this::watched);
    }

    @Override
    public Gradient backward(HostTensor upstream) {
      return both(
          () -> right.backward(upstream),
          () -> inner.backward(upstream),
          WitnessedSubject.this::watched);
    }

    @Override
    public void close() {
      right.close();
      inner.close();
    }
  }
}

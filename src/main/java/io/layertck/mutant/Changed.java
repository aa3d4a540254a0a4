package io.layertck.mutant;

import io.layertck.fault.BagCall;
import io.layertck.fault.Edits;
import io.layertck.mutant.Change.Event;
import io.layertck.mutant.Operands.Made;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A layer whose calls go through a change. */
final class Changed<I> extends Forwarding<I> {
  private final Made made;
  private final Change change;
  private final Function<I, HostTensor> tensorOf;
  private final BiFunction<I, HostTensor, I> withTensor;
  private final Function<I, @Nullable BagCall> bagCall;
  private final UnaryOperator<I> kept;
  private @Nullable Operands lastBackward;

  private Changed(
      LayerUnderTest<I> inner,
      Made made,
      Change change,
      Function<I, HostTensor> tensorOf,
      BiFunction<I, HostTensor, I> withTensor,
      Function<I, @Nullable BagCall> bagCall,
      UnaryOperator<I> kept) {
    super(inner);
    this.made = made;
    this.change = change;
    this.tensorOf = tensorOf;
    this.withTensor = withTensor;
    this.bagCall = bagCall;
    this.kept = kept;
  }

  /** Changes an embedding or a linear layer. */
  static Changed<HostTensor> layer(LayerUnderTest<HostTensor> inner, Made made, Change change) {
    return new Changed<>(
        inner, made, change, input -> input, (input, other) -> other, input -> null, Edits::kept);
  }

  /** Changes a bag. */
  static Changed<BagInput> bag(
      LayerUnderTest<BagInput> inner, Made made, BagConfig config, Change change) {
    return new Changed<>(
        inner,
        made,
        change,
        BagInput::indices,
        (input, indices) -> new BagInput(indices, input.offsets(), input.perSampleWeights()),
        input -> new BagCall(inner, config, input),
        Edits::kept);
  }

  private I with(I input, HostTensor tensor) {
    return tensor == tensorOf.apply(input) ? input : withTensor.apply(input, tensor);
  }

  @Override
  public TensorHandle forward(I input) {
    Operands call = new Operands(inner, made, tensorOf.apply(input), bagCall.apply(input));
    HostTensor output = watched(() -> inner.forward(with(input, change.forwardInput(call))).read());
    HostTensor changed = change.output(call, output);
    change.event(Event.FORWARD);
    return changed;
  }

  @Override
  public RecordedForward record(I given) {
    I input = kept.apply(given);
    Operands call = new Operands(inner, made, tensorOf.apply(input), bagCall.apply(input));
    HostTensor forwardInput = change.forwardInput(call);
    HostTensor backwardInput = change.backwardInput(call);
    RecordedForward recorded = watched(() -> inner.record(with(input, forwardInput)));
    RecordedForward trained =
        backwardInput == forwardInput
            ? recorded
            : watched(() -> inner.record(with(input, backwardInput)));
    HostTensor output = change.output(call, recorded.output().read());
    change.event(Event.FORWARD);
    return new ForwardingRecord(recorded) {
      @Override
      public TensorHandle output() {
        return output;
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        Gradient gradient = watched(() -> trained.backward(change.upstream(call, upstream)));
        lastBackward = call;
        change.backward(call, upstream);
        Gradient changed =
            gradient instanceof Gradient.Dense dense
                ? new Gradient.Dense(change.inputGradient(call, upstream, dense.value().read()))
                : gradient;
        change.event(Event.BACKWARD);
        return changed;
      }

      @Override
      public void close() {
        trained.close();
        inner.close();
      }
    };
  }

  @Override
  public Gradient gradient(String name) {
    Gradient gradient = inner.gradient(name);
    Operands last = lastBackward;
    if (last == null) {
      return gradient;
    }
    if (gradient instanceof Gradient.Dense dense) {
      return new Gradient.Dense(change.gradient(last, name, dense.value().read()));
    }
    return gradient instanceof Gradient.Sparse sparse
        ? new Gradient.Sparse(sparse.rows(), change.gradient(last, name, sparse.values().read()))
        : gradient;
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    watched(() -> inner.assign(name, firstRow, rows), Event.ASSIGNMENT);
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    watched(() -> inner.load(state), Event.LOAD);
  }

  @Override
  public void loadSafetensors(byte[] file) {
    watched(() -> inner.loadSafetensors(file), Event.LOAD);
  }

  @Override
  public void reset(long seed) {
    watched(() -> inner.reset(seed), Event.RESET);
  }

  @Override
  public void zeroGradients() {
    watched(inner::zeroGradients, Event.ZEROING);
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    change.event(Event.OPTIMIZER);
    return inner.optimizer(config);
  }

  private void watched(Runnable call, Event done) {
    watched(
        () -> {
          call.run();
          return done;
        });
    change.event(done);
  }

  private <T> T watched(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException refused) {
      change.event(Event.REFUSAL);
      throw refused;
    }
  }
}

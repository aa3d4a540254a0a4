package io.layertck.fault;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import java.util.function.Consumer;

/**
 * A layer that takes another way back from a recorded forward.
 *
 * @param <I> what the layer takes
 */
final class AlteredBackward<I> extends Forwarding<I> {
  private final Backward backward;

  AlteredBackward(LayerUnderTest<I> inner, Backward backward) {
    super(inner);
    this.backward = backward;
  }

  /** Runs backward, given the correct recorded forward. */
  @FunctionalInterface
  interface Backward {
    Gradient run(RecordedForward correct, HostTensor upstream);
  }

  /** Forgets at each backward what earlier ones left. */
  static <I> LayerUnderTest<I> forgetting(LayerUnderTest<I> layer) {
    return new AlteredBackward<>(
        layer,
        (correct, upstream) -> {
          layer.zeroGradients();
          return correct.backward(upstream);
        });
  }

  /** Does something where a backward is refused. */
  static <I> LayerUnderTest<I> whereRefused(
      LayerUnderTest<I> layer, Consumer<RecordedForward> slip) {
    return new AlteredBackward<>(
        layer,
        (correct, upstream) -> {
          try {
            return correct.backward(upstream);
          } catch (RuntimeException refusal) {
            slip.accept(correct);
            throw refusal;
          }
        });
  }

  @Override
  public RecordedForward record(I input) {
    return new ForwardingRecord(inner.record(input)) {
      @Override
      public Gradient backward(HostTensor upstream) {
        return backward.run(inner, upstream);
      }
    };
  }
}

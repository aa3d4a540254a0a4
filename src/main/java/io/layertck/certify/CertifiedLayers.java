package io.layertck.certify;

import io.layertck.contract.BagContract;
import io.layertck.contract.CapabilityContract;
import io.layertck.contract.ConcurrencyContract;
import io.layertck.contract.Contract;
import io.layertck.contract.EmbeddingForwardContract;
import io.layertck.contract.EmbeddingGradientContract;
import io.layertck.contract.EquivalenceContract;
import io.layertck.contract.FrequencyContract;
import io.layertck.contract.InitializationContract;
import io.layertck.contract.LinearForwardContract;
import io.layertck.contract.LinearGradientContract;
import io.layertck.contract.MaxNormContract;
import io.layertck.contract.OptimizerContract;
import io.layertck.contract.PaddingContract;
import io.layertck.contract.RefusalContract;
import io.layertck.contract.SequenceContract;
import io.layertck.contract.SparseGradientContract;
import io.layertck.contract.StateContract;
import io.layertck.contract.TyingContract;
import io.layertck.spi.Subject;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Every contract over the subject of the run that is bound to this thread.
 *
 * <p>Each in a class of its own: jqwik looks through all interfaces of a class before every try.
 */
final class CertifiedLayers {
  private static final List<Class<? extends Contract>> AREAS =
      List.of(
          Bags.class,
          Capabilities.class,
          Concurrency.class,
          EmbeddingForward.class,
          EmbeddingGradients.class,
          Equivalences.class,
          Frequencies.class,
          Initialization.class,
          LinearForward.class,
          LinearGradients.class,
          MaxNorm.class,
          Optimizers.class,
          Padding.class,
          Refusals.class,
          Sequences.class,
          SparseGradients.class,
          States.class,
          Tying.class);

  private CertifiedLayers() {}

  /**
   * Returns the class that holds a rule's property.
   *
   * @throws IllegalArgumentException if none does
   */
  static Class<? extends Contract> with(Method property) {
    return AREAS.stream()
        .filter(area -> property.getDeclaringClass().isAssignableFrom(area))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contract holds " + property));
  }

  abstract static class OfTheRun implements Contract {
    @Override
    public final Subject subject() {
      BoundRun run = BoundRun.onThisThread();
      if (run == null) {
        throw new IllegalStateException("no run is bound to this thread");
      }
      return run.subject();
    }
  }

  static final class Bags extends OfTheRun implements BagContract {}

  static final class Capabilities extends OfTheRun implements CapabilityContract {}

  static final class Concurrency extends OfTheRun implements ConcurrencyContract {}

  static final class EmbeddingForward extends OfTheRun implements EmbeddingForwardContract {}

  static final class EmbeddingGradients extends OfTheRun implements EmbeddingGradientContract {}

  static final class Equivalences extends OfTheRun implements EquivalenceContract {}

  static final class Frequencies extends OfTheRun implements FrequencyContract {}

  static final class Initialization extends OfTheRun implements InitializationContract {}

  static final class LinearForward extends OfTheRun implements LinearForwardContract {}

  static final class LinearGradients extends OfTheRun implements LinearGradientContract {}

  static final class MaxNorm extends OfTheRun implements MaxNormContract {}

  static final class Optimizers extends OfTheRun implements OptimizerContract {}

  static final class Padding extends OfTheRun implements PaddingContract {}

  static final class Refusals extends OfTheRun implements RefusalContract {}

  static final class Sequences extends OfTheRun implements SequenceContract {}

  static final class SparseGradients extends OfTheRun implements SparseGradientContract {}

  static final class States extends OfTheRun implements StateContract {}

  static final class Tying extends OfTheRun implements TyingContract {}
}

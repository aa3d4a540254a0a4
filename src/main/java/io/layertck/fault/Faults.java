package io.layertck.fault;

import java.util.List;
import java.util.stream.Stream;

/** Every fault, by area. */
public final class Faults {
  private Faults() {}

  /** Returns all faults. */
  public static List<Fault> all() {
    return Stream.of(
            IndexFaults.all(),
            LookupFaults.all(),
            StateFaults.all(),
            ArgumentFaults.all(),
            WaitingFaults.all(),
            RefusalFaults.all(),
            GradientFaults.all(),
            PaddingFaults.all(),
            OptionFaults.all(),
            FrequencyFaults.all(),
            SparseGradientFaults.all(),
            MaxNormFaults.all(),
            LinearFaults.all(),
            TileFaults.all(),
            LinearGradientFaults.all(),
            ArithmeticFaults.all(),
            HalfFaults.all(),
            InitializationFaults.all(),
            SchemeFaults.all(),
            ConcurrencyFaults.all(),
            SequenceFaults.all(),
            TyingFaults.all(),
            TiedStateFaults.all(),
            OptimizerFaults.all(),
            ClippingFaults.all(),
            BagFaults.all(),
            BagGradientFaults.all(),
            BagMaxNormFaults.all(),
            BagRefusalFaults.all(),
            SavedStateFaults.all(),
            ModelFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}

package io.layertck.mutant;

import java.util.List;
import java.util.stream.Stream;

/** Every mutant, by family. */
public final class Mutants {
  private Mutants() {}

  /** Returns all mutants in a stable order. */
  public static List<Mutant> all() {
    return Stream.of(
            LostParts.all(),
            LostTerms.all(),
            MappedIndices.all(),
            BadIndices.all(),
            RepeatedIndices.all(),
            RoundedResults.all(),
            MisreadOperands.all(),
            Thresholds.all(),
            SpecialValues.all(),
            StateSlips.all(),
            FormsOfCalls.all())
        .flatMap(List::stream)
        .toList();
  }
}

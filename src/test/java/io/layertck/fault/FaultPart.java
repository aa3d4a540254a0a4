package io.layertck.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The faults that one test class runs: those of some areas of rules. */
enum FaultPart {
  CONCURRENCY(ConcurrencyFaultsAreCaughtTest.class, Set.of("CON")),
  INITIALIZATION(InitializationFaultsAreCaughtTest.class, Set.of("INI")),
  /** Of every other area. */
  LAYER(LayerFaultsAreCaughtTest.class, Set.of());

  private final Class<? extends FaultsAreCaught> test;
  private final Set<String> areas;

  FaultPart(Class<? extends FaultsAreCaught> test, Set<String> areas) {
    this.test = test;
    this.areas = areas;
  }

  static FaultPart testedBy(Class<?> test) {
    return Arrays.stream(values()).filter(part -> part.test == test).findFirst().orElseThrow();
  }

  /** Returns the part's faults, in the order of all. */
  List<Fault> faults() {
    return Faults.all().stream().filter(fault -> of(fault) == this).toList();
  }

  private static FaultPart of(Fault fault) {
    String area = fault.rule().substring(0, fault.rule().indexOf('-'));
    return Arrays.stream(values())
        .filter(part -> part.areas.contains(area))
        .findFirst()
        .orElse(LAYER);
  }
}

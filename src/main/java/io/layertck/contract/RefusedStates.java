package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.rule.Judgement;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tries wrong states on what loads states: each wrong in one entry, the others right. */
final class RefusedStates {
  /** What a refused state may be said to have wrong. */
  private static final Set<Refusal> WRONG_STATE =
      EnumSet.of(Refusal.CONFIGURATION, Refusal.SHAPE, Refusal.INDEX);

  private static final int CYCLE = 7;

  private RefusedStates() {}

  /** A layer, or layers that are saved and loaded as one. */
  interface Loading {
    /** Returns what it is, such as {@code an embedding}. */
    String name();

    /** Loads a state. */
    void load(Map<String, HostTensor> state);

    /** Judges whether every parameter holds exactly the entry of its name. */
    Judgement holds(String when, Map<String, HostTensor> entries);
  }

  /**
   * One layer.
   *
   * @param kind says what it is
   * @param layer the layer
   */
  record OneLayer(StatefulLayer kind, DrivenLayer<HostTensor> layer) implements Loading {
    @Override
    public String name() {
      return kind.name();
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      layer.load(state);
    }

    @Override
    public Judgement holds(String when, Map<String, HostTensor> entries) {
      return kind.holds(when, layer, entries);
    }
  }

  /**
   * Judges whether every wrong state is refused, and advises where something was changed.
   *
   * @param held the state that is loaded
   */
  static Judgement judge(Loading loading, Map<String, HostTensor> held, Driver driver) {
    Map<String, HostTensor> zeros = new TreeMap<>(held);
    zeros.replaceAll((name, value) -> HostTensor.zeros(value.dtype(), value.shape()));
    Judgement judgement = new Judgement.NoEvidence("no state to spoil");
    for (BadState bad : BadState.of(zeros)) {
      judgement =
          judgement
              .and(
                  RefusalRules.refused(
                      driver,
                      "loading a state " + bad.what() + " into " + loading.name(),
                      WRONG_STATE,
                      () -> loading.load(bad.entries()),
                      () -> "it was taken"))
              .and(nothingLost(loading, held, bad.what()));
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    for (Map.Entry<String, HostTensor> entry : held.entrySet()) {
      DType other = entry.getValue().dtype() == DType.FLOAT32 ? DType.FLOAT64 : DType.FLOAT32;
      judgement = judgement.and(ofAnotherType(loading, held, entry.getKey(), other, driver));
    }
    return judgement;
  }

  /** PyTorch has copied the right entries before it refuses, so this is advice. */
  static Judgement nothingLost(Loading loading, Map<String, HostTensor> held, String what) {
    Judgement judgement = loading.holds("after a refused state " + what, held);
    if (!(judgement instanceof Judgement.Broken lost)) {
      return judgement;
    }
    loading.load(held);
    return new Judgement.Advisory(1, lost.message());
  }

  /** PyTorch converts another type: what is taken must be the same numbers. */
  private static Judgement ofAnotherType(
      Loading loading, Map<String, HostTensor> held, String name, DType other, Driver driver) {
    Map<String, HostTensor> numbers = new TreeMap<>(held);
    numbers.replaceAll((each, value) -> counting(value.dtype(), value.shape()));
    Map<String, HostTensor> mixed = new TreeMap<>(numbers);
    mixed.computeIfPresent(name, (each, value) -> counting(other, value.shape()));
    String what = "whose entry " + name + " is of " + other;
    Optional<SubjectThrew> thrown = driver.refusalOf(() -> loading.load(mixed));
    if (thrown.isPresent()) {
      return thrown.get().isRefusal()
          ? nothingLost(loading, held, what).and(Judgement.kept(1))
          : Judgement.broken(
              "loading a state "
                  + what
                  + " into "
                  + loading.name()
                  + " was not refused by an exception: "
                  + thrown.get().getMessage());
    }
    Judgement converted = loading.holds("after a state " + what + " was taken", numbers);
    loading.load(held);
    return converted instanceof Judgement.Broken
        ? converted
        : new Judgement.Advisory(
            1, "loading a state " + what + " into " + loading.name() + " was not refused");
  }

  /** Small integers, which every type holds; the same wherever the shapes are the same. */
  private static HostTensor counting(DType dtype, long... shape) {
    double[] values = HostTensor.zeros(dtype, shape).widened();
    Arrays.setAll(values, i -> i % CYCLE - CYCLE / 2);
    return HostTensor.rounded(dtype, values, shape);
  }
}

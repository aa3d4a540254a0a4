package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Defect;
import io.layertck.fault.Edits;
import io.layertck.mutant.Change.Event;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Layers that are right until something happened to them, or that hold what is past. */
final class StateSlips {
  private static final String FAMILY = "state";

  private StateSlips() {}

  /** What a layer must have lived through to be wrong. */
  private enum Trigger {
    SECOND_FORWARD("from the 2nd forward on", Set.of(Event.FORWARD), times -> times >= 1),
    EVERY_OTHER_FORWARD("at every 2nd forward", Set.of(Event.FORWARD), times -> times % 2 == 1),
    BACKWARD("after a backward", Set.of(Event.BACKWARD), times -> times >= 1),
    REFUSAL("after a refused call", Set.of(Event.REFUSAL), times -> times >= 1),
    ASSIGNMENT("after an assignment", Set.of(Event.ASSIGNMENT), times -> times >= 1),
    LOAD("after a load", Set.of(Event.LOAD), times -> times >= 1),
    RESET("after a reset", Set.of(Event.RESET), times -> times >= 1),
    ZEROING("after its gradients were zeroed", Set.of(Event.ZEROING), times -> times >= 1),
    OPTIMIZER("after an optimiser was made", Set.of(Event.OPTIMIZER), times -> times >= 1);

    private final String words;
    private final Set<Event> events;
    private final LongPredicate wrong;

    Trigger(String words, Set<Event> events, LongPredicate wrong) {
      this.words = words;
      this.events = events;
      this.wrong = wrong;
    }
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Place place : Place.values()) {
      for (Trigger trigger : Trigger.values()) {
        mutants.add(
            mutant(
                place,
                "the last row of the output is lost " + trigger.words,
                likely(place, false),
                place.changedBy(
                    () ->
                        new Counting(trigger) {
                          @Override
                          public HostTensor output(Operands call, HostTensor output) {
                            return wrong() ? withoutLastRow(output) : output;
                          }
                        })));
        mutants.add(
            mutant(
                place,
                "the last row of the upstream gradient is lost " + trigger.words,
                likely(place, true),
                place.changedBy(
                    () ->
                        new Counting(trigger) {
                          @Override
                          public HostTensor upstream(Operands call, HostTensor upstream) {
                            return wrong() ? withoutLastRow(upstream) : upstream;
                          }
                        })));
      }
      mutants.add(anotherInstance(place));
      mutants.add(staleInput(place));
      mutants.add(staleOutput(place));
      mutants.add(staleUpstream(place));
    }
    return mutants;
  }

  private static List<String> likely(Place place, boolean backward) {
    return switch (place) {
      case EMBEDDING ->
          backward
              ? List.of("EGR-06", "SEQ-01", "SPG-03", "STA-01", "ERR-08", "INI-03")
              : List.of(
                  "EMB-08", "EMB-09", "EMB-04", "STA-01", "ERR-08", "SEQ-01", "OPT-02", "INI-03");
      case BAG ->
          backward
              ? List.of("BAG-03", "BAG-02", "BAG-04", "BAG-05", "STA-01", "INI-03", "OPT-01")
              : List.of(
                  "BAG-01", "BAG-02", "BAG-04", "BAG-05", "ERR-03", "STA-01", "INI-03", "OPT-01");
      case LINEAR ->
          backward
              ? List.of("LGR-05", "SEQ-01", "LGR-02", "STA-01", "ERR-08", "INI-03")
              : List.of("LIN-11", "LIN-15", "LIN-14", "STA-01", "ERR-08", "SEQ-01", "INI-03");
      case TIED_EMBEDDING, HEAD ->
          List.of(
              "TIE-02", "TIE-01", "TIE-03", "TIE-04", "TIE-05", "TIE-06", "INI-03", "ERR-03",
              "ERR-08");
    };
  }

  private static Mutant mutant(Place place, String what, List<String> likely, Defect defect) {
    return killed(place + ": " + what, FAMILY, likely, defect);
  }

  /** Counts the events of a trigger. */
  private abstract static class Counting implements Change {
    private final Trigger trigger;
    private long times;

    Counting(Trigger trigger) {
      this.trigger = trigger;
    }

    boolean wrong() {
      return trigger.wrong.test(times);
    }

    @Override
    public void event(Event event) {
      times += trigger.events.contains(event) ? 1 : 0;
    }
  }

  /** Only the youngest layer is right. */
  private static Mutant anotherInstance(Place place) {
    AtomicLong made = new AtomicLong();
    return mutant(
        place,
        "the last row of the output is lost after another layer was made",
        place == Place.EMBEDDING
            ? List.of("EMB-05", "EMB-06", "EQV-04", "SEQ-01")
            : place == Place.LINEAR
                ? List.of("LIN-09", "LIN-11", "EQV-05", "SEQ-01")
                : likely(place, false),
        place.changedBy(
            () -> {
              long own = made.incrementAndGet();
              return new Change() {
                @Override
                public HostTensor output(Operands call, HostTensor output) {
                  return made.get() == own ? output : withoutLastRow(output);
                }
              };
            }));
  }

  private static Mutant staleInput(Place place) {
    return stale(
        place,
        "an input of the same shape as the one before is not read",
        false,
        before ->
            new Change() {
              @Override
              public HostTensor forwardInput(Operands call) {
                return before.inPlaceOf(call.input());
              }
            });
  }

  private static Mutant staleOutput(Place place) {
    return stale(
        place,
        "an output of the same shape as the one before is not written",
        false,
        before ->
            new Change() {
              @Override
              public HostTensor output(Operands call, HostTensor output) {
                return before.inPlaceOf(output);
              }
            });
  }

  private static Mutant staleUpstream(Place place) {
    return stale(
        place,
        "an upstream gradient of the same shape as the one before is not read",
        true,
        before ->
            new Change() {
              @Override
              public HostTensor upstream(Operands call, HostTensor upstream) {
                return before.inPlaceOf(upstream);
              }
            });
  }

  private static Mutant stale(
      Place place, String what, boolean backward, Function<Before, Change> change) {
    return mutant(
        place, what, likely(place, backward), place.changedBy(() -> change.apply(new Before())));
  }

  /** The first of the tensors of one shape that come one after another. */
  private static final class Before {
    private @Nullable HostTensor first;

    HostTensor inPlaceOf(HostTensor tensor) {
      HostTensor stale = first;
      if (stale == null || !alike(stale, tensor)) {
        first = tensor.copy();
        return tensor;
      }
      return stale.copy();
    }
  }

  private static boolean alike(HostTensor one, HostTensor other) {
    return one.dtype() == other.dtype() && Arrays.equals(one.shape(), other.shape());
  }

  private static HostTensor withoutLastRow(HostTensor tensor) {
    if (tensor.rank() == 0 || !tensor.dtype().isFloating()) {
      return tensor;
    }
    int columns = tensor.extent(-1);
    return Edits.edited(
        tensor,
        values -> Arrays.fill(values, Math.max(0, values.length - columns), values.length, 0));
  }
}

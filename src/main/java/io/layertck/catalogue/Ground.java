package io.layertck.catalogue;

import io.layertck.observe.Observation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One thing that decides a claim. */
public sealed interface Ground {
  /**
   * The subject keeps a rule.
   *
   * @param rule the rule's id
   */
  record Kept(String rule) implements Ground {}

  /**
   * PyTorch was seen to do something when the fixtures were recorded.
   *
   * @param fact the recorded fact's id
   * @param demand what the claim says of it, or denies
   * @param test whether what was observed is what is demanded
   */
  record Recorded(String fact, String demand, Predicate<@Nullable Object> test) implements Ground {}

  /**
   * A measurement of the run says so.
   *
   * @param what was measured
   * @param reading what it says, or nothing where it was not made
   */
  record Measured(String what, Function<List<Observation>, Optional<Reading>> reading)
      implements Ground {}

  /**
   * What a measurement says.
   *
   * @param supports whether it supports the claim
   * @param found in words
   */
  record Reading(boolean supports, String found) {}

  /** The subject keeps a rule. */
  static Ground kept(String rule) {
    return new Kept(rule);
  }

  /** A recorded value is this one. */
  static Ground recorded(String fact, Object value) {
    return new Recorded(fact, "is " + value, observed -> Objects.equals(observed, value));
  }

  /** A recorded value is a number close to this one. */
  static Ground recordedNear(String fact, double value, double tolerance) {
    return new Recorded(
        fact,
        "is " + value,
        observed ->
            observed instanceof Number number
                && Math.abs(number.doubleValue() - value) <= tolerance);
  }

  /** A recorded value passes a test. */
  static Ground recorded(String fact, String demand, Predicate<@Nullable Object> test) {
    return new Recorded(fact, demand, test);
  }

  /** The first measurement of a kind says something. */
  static <O extends Observation> Ground measured(
      String what, Class<O> kind, Predicate<O> which, Function<O, Optional<Reading>> reading) {
    return new Measured(
        what,
        observations ->
            observations.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .findFirst()
                .flatMap(reading));
  }
}

package io.layertck.selftest;

import io.layertck.fault.Fault;
import io.layertck.fault.GivenParameters;
import io.layertck.mutant.Mutant;
import io.layertck.spi.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A faulty layer, and how the rules must take it.
 *
 * @param name what is wrong
 * @param group the report that it was learnt from, or the family of mutants it belongs to
 * @param expected how the rules must take it
 * @param why the reason where no rule need refuse it, else empty
 * @param first the rules to ask first; of a named fault, the one that must catch it
 * @param phrases of which the message must contain one, or none where any message will do
 * @param defect puts the fault into a correct subject
 */
record Candidate(
    String name,
    String group,
    Expected expected,
    String why,
    List<String> first,
    List<String> phrases,
    UnaryOperator<Subject> defect) {

  static Candidate of(Fault fault) {
    return new Candidate(
        fault.name(),
        fault.report(),
        Expected.CAUGHT_BY_NAME,
        "",
        List.of(fault.rule()),
        fault.phrases(),
        GivenParameters.shownTo(fault::apply));
  }

  static Candidate of(Mutant mutant) {
    return new Candidate(
        mutant.name(),
        mutant.family(),
        switch (mutant.expectation()) {
          case KILLED -> Expected.CAUGHT;
          case CLASSED -> Expected.CLASSED;
          case ESCAPES -> Expected.ESCAPES;
          case EQUIVALENT -> Expected.UNSEEN;
        },
        mutant.why(),
        mutant.likely(),
        List.of(),
        mutant::apply);
  }

  /** Tells whether the name, the group or, of a named fault, the rule fits a pattern. */
  boolean matches(String pattern) {
    if (pattern.isEmpty()) {
      return true;
    }
    Predicate<String> fits =
        Pattern.compile(
                Arrays.stream(pattern.split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")))
            .asMatchPredicate();
    return fits.test(name) || fits.test(group) || (isNamed() && fits.test(first.get(0)));
  }

  /** Tells whether a message says why. */
  boolean isReasonOf(String message) {
    return phrases.isEmpty() || phrases.stream().anyMatch(message::contains);
  }

  boolean isNamed() {
    return expected == Expected.CAUGHT_BY_NAME;
  }
}

package io.layertck.mutant;

import io.layertck.fault.Defect;
import io.layertck.spi.Subject;
import java.util.List;

/**
 * A systematic variant of a correct subject.
 *
 * @param name the site and what is wrong there, unique
 * @param family the family of operators
 * @param expectation what a run of all rules must say
 * @param why the reason where no rule need break, or the proof that no result differs; else empty
 * @param likely ids of the rules to try first, the likeliest first
 * @param defect makes the layers
 */
public record Mutant(
    String name,
    String family,
    Expectation expectation,
    String why,
    List<String> likely,
    Defect defect) {

  /** Copies the list; a mutant that no rule need kill says why. */
  public Mutant {
    likely = List.copyOf(likely);
    if (why.isBlank() != (expectation == Expectation.KILLED)) {
      throw new IllegalArgumentException(
          name + " is expected to be " + expectation + ", with the reason '" + why + "'");
    }
  }

  /** Makes a mutant that a rule must kill. */
  static Mutant killed(String name, String family, List<String> likely, Defect defect) {
    return new Mutant(name, family, Expectation.KILLED, "", likely, defect);
  }

  /** Returns the same mutant that the rules leave to the layer, or report only. */
  Mutant classed(String reason) {
    return new Mutant(name, family, Expectation.CLASSED, reason, likely, defect);
  }

  /** Returns the same mutant that a rule ought to kill, and none does yet. */
  Mutant escapes(String gap) {
    return new Mutant(name, family, Expectation.ESCAPES, gap, likely, defect);
  }

  /** Returns the same mutant of which no result differs. */
  Mutant equivalent(String proof) {
    return new Mutant(name, family, Expectation.EQUIVALENT, proof, likely, defect);
  }

  /** Returns a subject that claims what the correct one claims, and is changed. */
  public Subject apply(Subject correct) {
    return defect.in(correct, name);
  }

  @Override
  public String toString() {
    return name;
  }
}

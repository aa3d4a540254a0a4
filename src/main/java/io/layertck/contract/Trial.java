package io.layertck.contract;

import io.layertck.drive.DrivenGradient.WrongGradientForm;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.Example;
import io.layertck.rule.Judgement;
import io.layertck.spi.Subject;

/**
 * A rule's body and one example, to be run on any subject.
 *
 * @param body the rule's body
 * @param example what it is judged on
 * @param <E> the kind of example
 */
public record Trial<E extends Example>(RuleBody<E> body, E example) {
  /** Judges a subject by this example. */
  public Judgement on(Subject subject) {
    return by(new Driver(subject, subject.claims()));
  }

  /** Returns the same body and another example of the same kind. */
  @SuppressWarnings("unchecked") // An example makes others of its own class only.
  public Trial<E> with(Example other) {
    if (!example.getClass().equals(other.getClass())) {
      throw new IllegalArgumentException(
          example.getClass().getSimpleName() + " cannot become " + other.getClass());
    }
    return new Trial<>(body, (E) other);
  }

  Judgement by(Driver driver) {
    // What closing throws is the subject's failure as well, so the driver closes inside.
    try (driver) {
      return body.judge(example, driver);
    } catch (SubjectThrew | WrongGradientForm broken) {
      return Judgement.broken(String.valueOf(broken.getMessage()));
    }
  }
}

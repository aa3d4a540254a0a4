package io.layertck.certify;

import java.util.Arrays;
import java.util.Optional;

/**
 * A subject that comes with the suite, found by its short name.
 *
 * <p>The classes are named and not referred to: {@code reference} stands on libraries that a user
 * of the suite does not have.
 */
enum BuiltInSubject {
  /** The layers in plain Java. */
  PLAIN("plain", "io.layertck.plain.PlainSubject"),
  /** The layers on ND4J. */
  REFERENCE("reference", "io.layertck.reference.nd4j.Nd4jSubject");

  private final String shortName;
  private final String className;

  BuiltInSubject(String shortName, String className) {
    this.shortName = shortName;
    this.className = className;
  }

  String className() {
    return className;
  }

  static Optional<BuiltInSubject> named(String name) {
    return Arrays.stream(values()).filter(subject -> subject.shortName.equals(name)).findFirst();
  }
}

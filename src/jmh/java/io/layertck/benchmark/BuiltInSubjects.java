package io.layertck.benchmark;

import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.Subject;

/** The subjects that come with the suite, by the names of the command line. */
final class BuiltInSubjects {
  private BuiltInSubjects() {}

  static Subject named(String name) {
    return switch (name) {
      case "plain" -> new PlainSubject();
      case "reference" -> new Nd4jSubject();
      default -> throw new IllegalArgumentException("no built-in subject " + name);
    };
  }
}

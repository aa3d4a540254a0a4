package io.layertck.survivor;

import java.util.regex.Pattern;

/**
 * A change that PIT made to a method, without its line, which moves.
 *
 * @param type the class, from the package after {@code io.layertck} on
 * @param method its name, also for what lambdas in it hold
 * @param description what was changed, in PIT's words
 */
record Mutation(String type, String method, String description) implements Comparable<Mutation> {
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");
  private static final Pattern PLACE = Pattern.compile(" for io/layertck/\\S+$");

  /** Returns the change that a report tells of. */
  static Mutation of(String className, String method, String description) {
    return new Mutation(
        className.replace("io.layertck.", ""),
        LAMBDA.matcher(method).replaceFirst("$1"),
        PLACE.matcher(description).replaceFirst(""));
  }

  @Override
  public int compareTo(Mutation other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return type + "." + method + ": " + description;
  }
}

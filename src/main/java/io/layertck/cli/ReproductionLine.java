package io.layertck.cli;

import io.layertck.certify.Reproduction;
import io.layertck.certify.ShellWord;
import org.jspecify.annotations.Nullable;

/** The command line that runs one rule again. */
final class ReproductionLine {
  private ReproductionLine() {}

  /** Returns the command with every path as the user wrote it. */
  static Reproduction of(
      @Nullable String subject, String classPath, long seed, @Nullable Integer tries) {
    StringBuilder command = new StringBuilder("bin/layer-tck certify");
    if (!classPath.isBlank()) {
      command.append(" --classpath ").append(ShellWord.quoted(classPath));
    }
    if (subject != null) {
      command.append(" --subject ").append(ShellWord.quoted(subject));
    }
    command.append(" --rules ").append(Reproduction.RULE).append(" --seed ").append(seed);
    if (tries != null) {
      command.append(" --tries ").append(tries);
    }
    return new Reproduction(command.toString());
  }
}

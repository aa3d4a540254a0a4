package io.layertck.cli;

import io.layertck.certify.Reproduction;
import io.layertck.certify.RunSettings;
import io.layertck.certify.ShellWord;
import org.jspecify.annotations.Nullable;

/** The command line that runs one rule again. */
final class ReproductionLine {
  /** How long one rule may run, in seconds, where nothing else is asked for. */
  static final String DEFAULT_RULE_TIMEOUT = "60";

  private ReproductionLine() {}

  /** Returns the command with every path as the user wrote it. */
  static Reproduction of(
      @Nullable String subject, String classPath, RunSettings settings, int ruleTimeout) {
    StringBuilder command = new StringBuilder("bin/layer-tck certify");
    if (!classPath.isBlank()) {
      command.append(" --classpath ").append(ShellWord.quoted(classPath));
    }
    if (subject != null) {
      command.append(" --subject ").append(ShellWord.quoted(subject));
    }
    command
        .append(" --rules ")
        .append(Reproduction.RULE)
        .append(" --seed ")
        .append(settings.seed());
    if (settings.tries() != null) {
      command.append(" --tries ").append(settings.tries());
    }
    if (settings.demanding()) {
      command.append(" --demanding");
    }
    if (ruleTimeout != Integer.parseInt(DEFAULT_RULE_TIMEOUT)) {
      command.append(" --rule-timeout ").append(ruleTimeout);
    }
    return new Reproduction(command.toString());
  }
}

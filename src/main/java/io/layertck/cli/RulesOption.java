package io.layertck.cli;

import io.layertck.certify.RuleSelection;
import picocli.CommandLine.Option;

/** Which rules a command is about. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "IDS",
      defaultValue = "",
      description = "Only these: ids and patterns such as 'EMB-*', separated by commas.")
  private String text;

  /** Returns the rules that are asked for. */
  RuleSelection selection() {
    return new RuleSelection(text);
  }
}

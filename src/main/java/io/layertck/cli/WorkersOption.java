package io.layertck.cli;

import picocli.CommandLine.Option;

/** How much of the machine a command may use. */
final class WorkersOption {
  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many JVMs share the work (default: ${DEFAULT-VALUE}).")
  private int count;

  /** Returns the number of JVMs. */
  int count() {
    return count;
  }
}

package io.layertck.cli;

import io.layertck.rule.SetUpException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one message what was wrong; the stack trace is for those who ask for it. */
final class FailureMessages {
  private FailureMessages() {}

  static int ofWrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    line.getErr().println("layer-tck: " + wrong.getMessage());
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  static int ofFailedCommand(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter error = line.getErr();
    boolean verbose = ((LayerTck) line.getCommandSpec().root().userObject()).isVerbose();
    if (failure instanceof SetUpException) {
      error.println("layer-tck: " + failure.getMessage());
    } else {
      error.println(
          "layer-tck: the suite itself failed: "
              + failure
              + (verbose ? "" : "; --verbose shows where"));
    }
    if (verbose) {
      failure.printStackTrace(error);
    }
    error.flush();
    return CommandLine.ExitCode.USAGE;
  }
}

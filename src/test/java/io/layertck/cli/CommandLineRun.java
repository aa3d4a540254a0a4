package io.layertck.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What one run of the command line, in this JVM, gave.
 *
 * @param exitCode the exit code
 * @param out what was asked for
 * @param error what went wrong
 */
record CommandLineRun(int exitCode, String out, String error) {
  static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    int exitCode = LayerTck.run(new PrintWriter(out), new PrintWriter(error), arguments);
    return new CommandLineRun(exitCode, out.toString(), error.toString());
  }
}

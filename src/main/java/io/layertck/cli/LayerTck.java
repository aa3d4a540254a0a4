package io.layertck.cli;

import io.layertck.certify.SuiteDescription;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code layer-tck}. */
@Command(
    name = "layer-tck",
    description = "Certifies embedding and linear layers against PyTorch's behaviour.",
    mixinStandardHelpOptions = true,
    versionProvider = LayerTck.Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:certified, or a partial run without a failure",
      "1:a claimed rule that binds is not kept, or could not be shown to be kept",
      "2:the command, the adapter or the set-up is wrong"
    },
    subcommands = {
      CertifyCommand.class,
      PageCommand.class,
      RulesCommand.class,
      SpecCommand.class,
      FaultsCommand.class,
      FalseAlarmsCommand.class,
      SelfTestCommand.class,
      PowerCommand.class,
      SensitivityCommand.class
    })
public final class LayerTck {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of what went wrong.")
  private boolean verbose;

  private LayerTck() {}

  boolean isVerbose() {
    return verbose;
  }

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    // The pages' pictures need fonts, and no screen.
    System.setProperty("java.awt.headless", "true");
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter error = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, error, arguments));
  }

  /**
   * Runs the command line.
   *
   * @param out takes what was asked for
   * @param error takes what went wrong
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter error, String... arguments) {
    CommandLine line = new CommandLine(new LayerTck());
    line.setOut(out);
    line.setErr(error);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler(FailureMessages::ofWrongArguments);
    line.setExecutionExceptionHandler(FailureMessages::ofFailedCommand);
    return line.execute(arguments);
  }

  /** The version of the suite and of its rules. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      SuiteDescription suite = SuiteDescription.ofThisSuite();
      return new String[] {
        "Layer TCK " + suite.version() + ", catalogue " + suite.catalogueVersion()
      };
    }
  }
}

package io.layertck.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs benchmarks as JMH's own program does and keeps what they measured. */
public final class BenchmarkRun {
  private BenchmarkRun() {}

  /**
   * Runs the benchmarks that the arguments select, all of them by default.
   *
   * @param arguments the options of JMH's command line; the system property {@code benchmark.out}
   *     names the folder of the results
   */
  public static void main(String[] arguments)
      throws CommandLineOptionException, RunnerException, IOException {
    ResultFolder folder = new ResultFolder(Path.of(System.getProperty("benchmark.out", ".")));
    Machine machine = Machine.now();
    Options options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            // Results with a gap would be taken for complete ones.
            .shouldFailOnError(true)
            .addProfiler(ProcessorTime.class)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    folder.write(results, machine.withLoadAfter());
  }
}

package io.layertck.certify;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM in which a subject runs, the same on every machine as far as we can see to it.
 *
 * @param classPath of the suite and of the subject
 * @param brief whether the run is over before the optimising compiler has paid for itself
 */
public record ChildJvm(ClassPath classPath, boolean brief) {
  /** The environment variable whose words are passed to the subject's JVM. */
  private static final String OPTIONS_VARIABLE = "LAYER_TCK_JVM_OPTIONS";

  /**
   * Starts a program on a task.
   *
   * @param program the class whose main method gets the task's file
   * @param log gets what the program prints
   */
  public Process start(Class<?> program, Path task, Path log) {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(
                System.getProperty("java.home"),
                "bin",
                File.separatorChar == '\\' ? "java.exe" : "java")
            .toString());
    if (brief) {
      // 1,000 cases of each of 55 rules on plain take 9 s of processor time, and 15 s without this.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(
        List.of(
            // Off-heap memory is freed by the collector, which a large heap keeps from running.
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + log.resolveSibling(log.getFileName() + ".fatal"),
            // Each of the next two options is unknown to one of the supported JDKs.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Djava.awt.headless=true",
            // In a folder that is cleaned, the native libraries would be unpacked for every run.
            "-Dorg.bytedeco.javacpp.cachedir="
                + Path.of(System.getProperty("user.home"), ".javacpp", "layer-tck")));
    command.addAll(furtherOptions());
    command.addAll(List.of("-cp", classPath.text(), program.getName(), task.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // With more threads ND4J's scatter-add loses updates.
    builder.environment().put("OMP_NUM_THREADS", "1");
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start " + command.get(0), failed);
    }
  }

  /** Options of the user's own, such as a larger heap or a path to native libraries. */
  private static List<String> furtherOptions() {
    String options = System.getenv(OPTIONS_VARIABLE);
    return options == null || options.isBlank()
        ? List.of()
        : List.of(options.strip().split("\\s+"));
  }
}

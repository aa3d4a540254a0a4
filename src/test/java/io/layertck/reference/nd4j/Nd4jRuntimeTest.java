package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Starts in processes of their own: ND4J starts, or fails to, once per process. */
class Nd4jRuntimeTest {
  @Test
  void startingAndComputingPrintsNothing() throws Exception {
    assertThat(outputOf(entry -> true)).isEqualTo("31.0\n");
  }

  @Test
  void withoutTheNativeLibraryOneMessageSaysWhatToDo() throws Exception {
    String output = outputOf(entry -> !entry.matches(".*nd4j-native-[^/]*-(linux|mac|win).*jar"));

    assertThat(output)
        .startsWith("io.layertck.rule.SetUpException: ND4J ")
        .contains(System.getProperty("os.name"), "nd4j-native", "classifier", "cachedir")
        .hasLineCount(1);
  }

  @Test
  void withoutNd4jTheSameMessageSaysSo() throws Exception {
    String output = outputOf(entry -> !entry.contains("nd4j"));

    assertThat(output)
        .startsWith("io.layertck.rule.SetUpException: ND4J unknown cannot start")
        .hasLineCount(1);
  }

  private static String outputOf(Predicate<String> onClassPath)
      throws IOException, InterruptedException {
    // This project's own folder has nd4j in its path where it is checked out under such a name.
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> onClassPath.test(fileName(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
    if (cache != null) {
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    }
    command.addAll(List.of("-cp", classPath, OneLinear.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.replace(System.lineSeparator(), "\n");
  }

  private static String fileName(String entry) {
    return entry.endsWith(".jar") ? String.valueOf(Path.of(entry).getFileName()) : "";
  }
}

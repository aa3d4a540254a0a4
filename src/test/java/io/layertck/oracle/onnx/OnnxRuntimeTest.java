package io.layertck.oracle.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import io.layertck.oracle.resource.UnusableResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The native library: which one, how it computes, and what is said where there is none. */
class OnnxRuntimeTest {
  @Test
  void theVersionIsTheOneThatWasMeasured() {
    assertThat(OnnxRuntime.version()).isEqualTo("1.28.0");
  }

  @Test
  void everyOperatorRunsOnOneThread() {
    assertThat(SessionSettings.REPRODUCIBLE)
        .isEqualTo(new SessionSettings(1, 1, ExecutionMode.SEQUENTIAL, true));
  }

  @Test
  void aLibraryThatDoesNotLoadNamesThePlatform() {
    UnsatisfiedLinkError cause = new UnsatisfiedLinkError("libonnxruntime4j_jni.so: no such file");

    assertThatThrownBy(
            () ->
                OnnxRuntime.loaded(
                    () -> {
                      throw cause;
                    }))
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessage(
            "ONNX Runtime has no native library that loads on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ": it runs on Linux x86-64 and arm64, macOS arm64, Windows x86-64; certify on one"
                + " of these")
        .hasCause(cause);
  }

  /** The platform is faked in a JVM of its own, since this one has loaded the library. */
  @Test
  void aPlatformWithoutALibraryIsNamed() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dos.arch=sparc",
                "-cp",
                System.getProperty("java.class.path"),
                AskingForTheVersion.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .isEqualTo(
            "ONNX Runtime has no native library that loads on "
                + System.getProperty("os.name")
                + " sparc: it runs on Linux x86-64 and arm64, macOS arm64, Windows x86-64; certify"
                + " on one of these");
  }

  /** Prints why there is no version. */
  static final class AskingForTheVersion {
    private AskingForTheVersion() {}

    public static void main(String[] arguments) {
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          OnnxRuntime.version();
        } catch (UnusableResource expected) {
          // The second attempt meets a class that failed to initialise, and must say the same.
          if (attempt == 1) {
            System.out.println(expected.getMessage());
          }
        }
      }
    }
  }
}

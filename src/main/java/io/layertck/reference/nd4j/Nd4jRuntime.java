package io.layertck.reference.nd4j;

import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Starts ND4J once and quietly, and says in one message why it cannot start. */
final class Nd4jRuntime {
  private static final String VERSION_RESOURCE = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

  private Nd4jRuntime() {}

  /**
   * Makes sure that ND4J runs.
   *
   * @throws SetUpException if ND4J or its native library cannot be loaded here
   */
  static void require() {
    String failure = Attempt.FAILURE;
    if (failure != null) {
      throw new SetUpException(failure);
    }
  }

  /** Returns the version of ND4J on the class path, {@code unknown} where it does not say. */
  static String version() {
    Properties properties = new Properties();
    try (InputStream resource = Nd4jRuntime.class.getResourceAsStream(VERSION_RESOURCE)) {
      if (resource != null) {
        properties.load(resource);
      }
    } catch (IOException unreadable) {
      return "unknown";
    }
    return properties.getProperty("version", "unknown");
  }

  private static String explanation(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "ND4J "
        + version()
        + " cannot start on "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ": "
        + root
        + ". The reference subject needs org.nd4j:nd4j-native twice on the class path, once plain"
        + " and once with the classifier of this platform (linux-x86_64, linux-arm64,"
        + " macosx-arm64, macosx-x86_64 or windows-x86_64), and a folder to unpack the native"
        + " library into (-Dorg.bytedeco.javacpp.cachedir=...).";
  }

  /** The one attempt to start, made on first use; a second could not end otherwise. */
  private static final class Attempt {
    /** What went wrong; null where ND4J runs. */
    static final @Nullable String FAILURE = start();

    private static @Nullable String start() {
      // ND4J announces its back end through the logger; a certificate's output is not the place.
      System.getProperties().putIfAbsent("org.nd4j.log.initialization", "false");
      // JavaCPP would ask the system for the size of the process at every allocation, which takes
      // a third of a certification; what is not closed is freed with the garbage all the same.
      System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      try {
        Nd4j.create(DataType.FLOAT, 1).close();
        return null;
      } catch (LinkageError | RuntimeException failure) {
        // A missing native library shows as an Error from ND4J's static initialiser.
        return explanation(failure);
      }
    }
  }
}

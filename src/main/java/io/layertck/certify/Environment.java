package io.layertck.certify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Properties;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run depends on besides the subject.
 *
 * @param jvm name and version of the virtual machine
 * @param os name, version and architecture of the operating system
 * @param cpu the processor's model name where it is known, and the number of processors
 * @param nd4j the version of ND4J on the class path, or none
 * @param onnxRuntime the version of ONNX Runtime on the class path, or none
 * @param device where the layers compute
 */
public record Environment(
    String jvm,
    String os,
    String cpu,
    @Nullable String nd4j,
    @Nullable String onnxRuntime,
    String device) {

  /** Describes this JVM without loading a native library. */
  static Environment ofThisJvm() {
    return new Environment(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        processor(),
        nd4jVersion(),
        onnxRuntimeVersion(),
        "cpu");
  }

  private static String processor() {
    String count = Runtime.getRuntime().availableProcessors() + " processors";
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim() + ", " + count)
          .orElse(count);
    } catch (IOException notLinux) {
      return count;
    }
  }

  private static @Nullable String nd4jVersion() {
    try (InputStream properties =
        Environment.class.getResourceAsStream(
            "/META-INF/maven/org.nd4j/nd4j-native-api/pom.properties")) {
      if (properties == null) {
        return null;
      }
      Properties read = new Properties();
      read.load(properties);
      return read.getProperty("version");
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static @Nullable String onnxRuntimeVersion() {
    try {
      Enumeration<URL> manifests =
          Environment.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
      while (manifests.hasMoreElements()) {
        URL manifest = manifests.nextElement();
        if (manifest.toString().contains("onnxruntime")) {
          try (InputStream stream = manifest.openStream()) {
            return new Manifest(stream).getMainAttributes().getValue("Implementation-Version");
          }
        }
      }
      return null;
    } catch (IOException unreadable) {
      return null;
    }
  }
}

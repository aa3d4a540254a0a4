package io.layertck.certify;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Java class path.
 *
 * @param entries folders and jars, in order
 */
public record ClassPath(List<String> entries) {
  /**
   * The jars that only the reference subject and the pages' pictures stand on, by the beginning of
   * their file names: ND4J, JFreeChart and Batik, and everything they bring.
   *
   * <p>No other subject may meet them: their JavaCPP, JNA and others of 2022 would shadow the
   * versions that a framework under test needs.
   */
  private static final List<String> REFERENCE_ONLY =
      List.of(
          "nd4j-",
          "javacpp-",
          "openblas-",
          "byteunits-",
          "commons-codec-",
          "commons-collections4-",
          "commons-compress-",
          "commons-io-",
          "commons-lang3-",
          "commons-math3-",
          "commons-net-",
          "flatbuffers-java-",
          "guava-1.0.0-M",
          "jackson-1.0.0-M",
          "jna-",
          "neoitertools-",
          "oshi-core-",
          "protobuf-1.0.0-M",
          "slf4j-",
          "threetenbp-",
          "jfreechart-",
          "batik-",
          "xmlgraphics-commons-",
          "commons-logging-");

  /** No entries. */
  public static final ClassPath EMPTY = new ClassPath(List.of());

  /** Copies the entries. */
  public ClassPath {
    entries = List.copyOf(entries);
  }

  /** Returns the class path of this JVM. */
  static ClassPath ofThisJvm() {
    return split(System.getProperty("java.class.path"));
  }

  /**
   * Parses a class path that a user wrote.
   *
   * @throws CertificationException if an entry is not there
   */
  public static ClassPath parse(String text) {
    ClassPath parsed = split(text);
    for (String entry : parsed.entries) {
      String checked = entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry;
      if (!Files.isReadable(Path.of(checked))) {
        throw new CertificationException(
            "there is no jar or folder '"
                + entry
                + "' for the class path (looked for "
                + Path.of(checked).toAbsolutePath().normalize()
                + "): build it, or correct --classpath");
      }
    }
    return parsed;
  }

  private static ClassPath split(String text) {
    return new ClassPath(
        Arrays.stream(text.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isBlank())
            .toList());
  }

  /** Returns the class path without the jars that only the reference subject stands on. */
  ClassPath withoutReference() {
    return new ClassPath(entries.stream().filter(entry -> !isReferenceOnly(entry)).toList());
  }

  private static boolean isReferenceOnly(String entry) {
    Path name = Path.of(entry).getFileName();
    return name != null && REFERENCE_ONLY.stream().anyMatch(name.toString()::startsWith);
  }

  /** Returns this class path followed by another. */
  ClassPath then(ClassPath other) {
    List<String> joined = new ArrayList<>(entries);
    joined.addAll(other.entries);
    return new ClassPath(joined);
  }

  /** Returns the class path as the java command takes it. */
  String text() {
    return String.join(File.pathSeparator, entries);
  }
}

package io.layertck.certify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.layertck.explain.ReadyTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything about one certified subject lies.
 *
 * <p>Files are written aside and then renamed, so that no reader meets half of one.
 *
 * @param path the folder
 */
public record CertificateFolder(Path path) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Returns the place of the certificate. */
  public Path certificate() {
    return path.resolve("certificate.json");
  }

  /** Returns the place of the page. */
  public Path page() {
    return path.resolve("index.html");
  }

  /** Returns the place of the journal. */
  public Path journal() {
    return path.resolve("journal.jsonl");
  }

  /** Returns the place of what the child JVM printed. */
  public Path childLog() {
    return path.resolve("child.log");
  }

  /** Returns the place of the tests, a file for each rule that was broken. */
  public Path failures() {
    return path.resolve("failures");
  }

  /** Returns the place of the test of one broken rule. */
  public Path test(String ruleId) {
    return failures().resolve(ReadyTest.className(ruleId) + ".java");
  }

  /** Writes a certificate and the tests of its failures; tests of an earlier one are removed. */
  public void write(Certificate certificate) {
    writeTests(certificate);
    try {
      replace(certificate(), JSON.writeValueAsString(certificate) + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + certificate(), failed);
    }
  }

  /** Writes a whole journal. */
  void write(List<JournalEntry> journal) {
    StringBuilder lines = new StringBuilder();
    journal.forEach(entry -> lines.append(JournalFile.line(entry)));
    replace(journal(), lines.toString());
  }

  private void writeTests(Certificate certificate) {
    try {
      if (Files.isDirectory(failures())) {
        try (Stream<Path> files = Files.list(failures())) {
          for (Path file : files.filter(name -> name.toString().endsWith("Test.java")).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot replace the tests in " + failures(), failed);
    }
    for (Certificate.RuleResult rule : certificate.rules()) {
      String test = rule.junit();
      if (test != null) {
        replace(test(rule.id()), test);
      }
    }
  }

  /**
   * Reads the certificate.
   *
   * @throws CertificationException if there is none, or it is not of this suite's form
   */
  public Certificate read() {
    try {
      JsonNode tree = JSON.readTree(Files.readString(certificate()));
      String schema = tree.path("schema").asText();
      if (!schema.equals(Certificate.SCHEMA)) {
        throw new CertificationException(
            "the file at "
                + certificate()
                + " is of the form '"
                + schema
                + "', and this suite reads '"
                + Certificate.SCHEMA
                + "': certify again");
      }
      return JSON.treeToValue(tree, Certificate.class);
    } catch (IOException failed) {
      throw new CertificationException(
          "there is no readable certificate at "
              + certificate()
              + ": 'layer-tck certify' leaves one",
          failed);
    }
  }

  /**
   * Writes a text file aside and moves it to its place.
   *
   * @throws CertificationException if the folder cannot be written
   */
  public static void replace(Path file, String text) {
    try {
      // Two JVMs of a build may write the same file.
      Path aside =
          file.resolveSibling(
              "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
      Path folder = aside.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try {
        Files.writeString(aside, text);
        move(aside, file);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException failed) {
      throw new CertificationException(
          "cannot write " + file.toAbsolutePath() + " (" + failed + "): choose another place",
          failed);
    }
  }

  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}

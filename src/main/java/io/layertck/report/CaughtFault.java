package io.layertck.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.layertck.certify.CertificateFolder;
import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a fault was caught when the faults were last run.
 *
 * @param name what is wrong with the layer
 * @param report the id under which the defect was collected
 * @param thread the public report of a real framework's defect
 * @param rule the rule that caught it
 * @param tries the tries up to the first failure, one number per seed
 * @param message what the rule said under the first seed
 */
public record CaughtFault(
    String name, String report, String thread, String rule, List<Long> tries, String message) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the tries. */
  public CaughtFault {
    tries = List.copyOf(tries);
  }

  /**
   * Reads a stored run.
   *
   * @throws SetUpException if there is none, or it is none
   */
  public static List<CaughtFault> read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), new TypeReference<List<CaughtFault>>() {});
    } catch (IOException unreadable) {
      throw new SetUpException(
          "there is no readable run of the faults at "
              + file
              + ": run 'mvn test', which leaves one at target/layer-tck/faults.json",
          unreadable);
    }
  }

  /** Stores a run. */
  public static void write(List<CaughtFault> run, Path file) {
    try {
      CertificateFolder.replace(file, JSON.writeValueAsString(run) + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }
}

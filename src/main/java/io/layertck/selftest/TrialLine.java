package io.layertck.selftest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a child JVM of a self-test.
 *
 * @param begun what is to be said of a trial that begins, if nothing more is heard of it, or none
 * @param ended a trial that ended, or none
 * @param refused why no trial can be run, or none
 */
record TrialLine(@Nullable Trial begun, @Nullable Trial ended, @Nullable String refused) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static TrialLine begin(Candidate candidate) {
    return new TrialLine(Trial.stopped(candidate), null, null);
  }

  static TrialLine end(Trial trial) {
    return new TrialLine(null, trial, null);
  }

  static TrialLine refusal(String message) {
    return new TrialLine(null, null, message);
  }

  void append(Path file) {
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(this) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  /** Reads every whole line; a last one that was cut off is left out. */
  static List<TrialLine> read(Path file) {
    List<TrialLine> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        lines.add(JSON.readValue(line, TrialLine.class));
      }
    } catch (JsonProcessingException cutOff) {
      return lines;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
    return lines;
  }
}

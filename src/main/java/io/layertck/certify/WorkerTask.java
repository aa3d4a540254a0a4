package io.layertck.certify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a child JVM is asked to do; handed over as a file.
 *
 * @param subject a built-in subject's short name, a class name, or nothing
 * @param seed the run seed
 * @param tries the tries asked for every rule, or none
 * @param rules the ids of the rules
 * @param waivers the known failures that are accepted
 * @param reproduce the command that runs one rule again
 * @param checksAdapter whether the adapter is checked first
 * @param comparesOnCuda whether the ground truth is computed a second time, on a GPU
 * @param observes whether the subject is measured when its rules are judged
 * @param journal where the lines go
 */
record WorkerTask(
    @Nullable String subject,
    long seed,
    @Nullable Integer tries,
    List<String> rules,
    List<Waiver> waivers,
    String reproduce,
    boolean checksAdapter,
    boolean comparesOnCuda,
    boolean observes,
    String journal) {
  private static final ObjectMapper JSON = new ObjectMapper();

  RunSettings settings() {
    return new RunSettings(seed, tries, new RuleSelection(String.join(",", rules)), true);
  }

  /** Returns the same task for other rules and another journal. */
  WorkerTask with(List<String> otherRules, boolean withAdapterCheck, Path otherJournal) {
    return new WorkerTask(
        subject,
        seed,
        tries,
        List.copyOf(otherRules),
        waivers,
        reproduce,
        withAdapterCheck,
        comparesOnCuda,
        observes,
        otherJournal.toString());
  }

  void write(Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(this));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  static WorkerTask read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), WorkerTask.class);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }
}

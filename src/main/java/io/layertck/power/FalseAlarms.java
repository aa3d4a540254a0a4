package io.layertck.power;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the rules said of correct layers that compute in many ways.
 *
 * @param kernels a run each, in the order of their names
 */
public record FalseAlarms(List<KernelRun> kernels) {
  private static final String STORED = "false-alarms.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the runs. */
  public FalseAlarms {
    kernels = List.copyOf(kernels);
  }

  /**
   * Every rule on one correct layer.
   *
   * @param kernel how the layer computes
   * @param suiteVersion the version of the suite that judged
   * @param catalogueDigest the SHA-256 of its rules
   * @param seed from which every rule's seed follows
   * @param rules how many rules judged it
   * @param tries the cases drawn
   * @param judged the cases that decided a rule
   * @param checks the comparisons behind them
   * @param failures what was said against it, with the rule's id; nothing is right
   */
  public record KernelRun(
      String kernel,
      String suiteVersion,
      String catalogueDigest,
      long seed,
      int rules,
      long tries,
      long judged,
      long checks,
      List<String> failures) {
    /** Copies the failures. */
    public KernelRun {
      failures = List.copyOf(failures);
    }

    /** Reads a run, or nothing where there is none. */
    public static Optional<KernelRun> read(Path file) {
      try {
        return Files.exists(file)
            ? Optional.of(JSON.readValue(Files.readString(file), KernelRun.class))
            : Optional.empty();
      } catch (IOException unreadable) {
        throw new UncheckedIOException("cannot read " + file, unreadable);
      }
    }

    /** Returns the run as text that {@link #read} takes. */
    public String json() {
      return FalseAlarms.json(this);
    }
  }

  /**
   * Collects the runs that a folder holds, one in each file.
   *
   * @throws SetUpException if there are none, or not all are of one suite
   */
  public static FalseAlarms collect(Path folder) {
    List<KernelRun> runs = new ArrayList<>();
    for (Path file : files(folder)) {
      KernelRun.read(file).ifPresent(runs::add);
    }
    if (runs.isEmpty()) {
      throw new SetUpException(
          "there are no runs of the kernels at "
              + folder
              + ": run 'mvn verify -Pdeep', which leaves them there");
    }
    KernelRun first = runs.get(0);
    for (KernelRun run : runs) {
      if (!run.catalogueDigest().equals(first.catalogueDigest())
          || !run.suiteVersion().equals(first.suiteVersion())) {
        throw new SetUpException(
            "the runs of '"
                + first.kernel()
                + "' and '"
                + run.kernel()
                + "' at "
                + folder
                + " are of different rules: run 'mvn verify -Pdeep' again");
      }
    }
    return new FalseAlarms(runs);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + folder, unreadable);
    }
  }

  /** Returns the result that this suite was built with, or nothing. */
  public static Optional<FalseAlarms> stored() {
    try (InputStream file = FalseAlarms.class.getResourceAsStream(STORED)) {
      return file == null ? Optional.empty() : Optional.of(JSON.readValue(file, FalseAlarms.class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the stored " + STORED, unreadable);
    }
  }

  /** Returns the result as text. */
  public String json() {
    return json(this);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Tells whether every run is of the rules with this digest. */
  public boolean isOf(String digest) {
    return kernels.stream().allMatch(run -> run.catalogueDigest().equals(digest));
  }

  /** Returns the cases that decided a rule, over all kernels. */
  public long totalJudged() {
    return kernels.stream().mapToLong(KernelRun::judged).sum();
  }

  /** Returns how often a correct layer was accused. */
  public long totalFailures() {
    return kernels.stream().mapToLong(run -> run.failures().size()).sum();
  }
}

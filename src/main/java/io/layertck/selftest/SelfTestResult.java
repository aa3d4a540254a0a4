package io.layertck.selftest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.CertificateFolder;
import io.layertck.certify.SuiteDescription;
import io.layertck.power.Spread;
import io.layertck.power.StoredPower;
import io.layertck.power.StoredPower.Band;
import io.layertck.rule.Level;
import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a self-test found, as data.
 *
 * @param schema the version of this form
 * @param suite which suite was tested, by which rules
 * @param subject into which correct subject the faults were put
 * @param only a pattern of the faulty layers that were tried; empty for all
 * @param rules the rules that judged; empty for all
 * @param mode how much of the matrix was run
 * @param seed the first run seed
 * @param seeds under how many seeds each fault met the rule it names
 * @param shrinking whether failing cases were made smaller
 * @param millis the time it took
 * @param trials one for each faulty layer
 */
public record SelfTestResult(
    String schema,
    SuiteDescription suite,
    String subject,
    String only,
    String rules,
    Mode mode,
    long seed,
    int seeds,
    boolean shrinking,
    double millis,
    List<Trial> trials) {
  /** The version of the form that this suite writes. */
  public static final String SCHEMA = "layer-tck/self-test/1";

  private static final double[] BANDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 60_000};

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the list. */
  public SelfTestResult {
    trials = List.copyOf(trials);
  }

  /** Returns the trials of named faults. */
  @JsonIgnore
  public List<Trial> faults() {
    return trials.stream().filter(Trial::isNamed).toList();
  }

  /** Returns the trials of generated mutants. */
  @JsonIgnore
  public List<Trial> mutants() {
    return trials.stream().filter(trial -> !trial.isNamed()).toList();
  }

  /** Returns the trials that went otherwise than they must. */
  @JsonIgnore
  public List<Trial> surprises() {
    return trials.stream().filter(trial -> !trial.isAsExpected()).toList();
  }

  /** Returns the rules that no named fault is made for, report-only ones apart. */
  @JsonIgnore
  public List<String> rulesWithoutFault() {
    List<String> named = faults().stream().map(Trial::named).toList();
    return Catalogue.rules().stream()
        .filter(rule -> rule.level() == Level.MUST)
        .map(RuleEntry::id)
        .filter(id -> !named.contains(id))
        .toList();
  }

  /**
   * Returns the rules without which every fault would be caught all the same; known of a full
   * matrix only.
   */
  @JsonIgnore
  public List<String> rulesThatCatchNothingAlone() {
    return Catalogue.rules().stream()
        .map(RuleEntry::id)
        .filter(
            id ->
                faults().stream()
                    .filter(trial -> trial.detections().stream().anyMatch(by(id)))
                    .allMatch(trial -> trial.detections().stream().anyMatch(Predicate.not(by(id)))))
        .toList();
  }

  private static Predicate<Detection> by(String rule) {
    return detection -> detection.rule().equals(rule);
  }

  /** Tells whether every fault and every mutant was tried on the suite's own subject. */
  @JsonIgnore
  public boolean isWhole() {
    return subject.equals(SelfTestSettings.PLAIN) && only.isEmpty() && rules.isEmpty();
  }

  /** Tells whether the suite's power is less than it must be. */
  @JsonIgnore
  public boolean fails() {
    return !surprises().isEmpty()
        || trials.stream().allMatch(trial -> trial.outcome() == Trial.Outcome.NOT_APPLICABLE)
        || (isWhole() && !rulesWithoutFault().isEmpty());
  }

  /** Returns the cases up to the first that failed, over all faults and seeds. */
  @JsonIgnore
  public Spread tries() {
    return Spread.of(faults().stream().flatMap(trial -> trial.tries().stream()).toList());
  }

  /** Returns the time of a rule, in milliseconds, up to the first case that failed. */
  @JsonIgnore
  public Spread ruleMillis() {
    return Spread.of(firstDetections().map(Detection::millis).toList());
  }

  /** Returns the elements of the smallest failing cases; of no case where none was made smaller. */
  @JsonIgnore
  public Spread numbers() {
    return Spread.of(firstDetections().map(Detection::numbers).filter(Objects::nonNull).toList());
  }

  private Stream<Detection> firstDetections() {
    return faults().stream().flatMap(trial -> trial.detections().stream().limit(1));
  }

  /** Returns the result in brief, for the suite to come with. */
  public StoredPower brief() {
    return new StoredPower(
        suite.version(),
        suite.catalogueVersion(),
        suite.catalogueDigest(),
        mode.phrase(),
        seed,
        seeds,
        millis,
        faults().stream().map(Trial::brief).toList(),
        mutants().stream().map(Trial::brief).toList(),
        mode == Mode.FULL ? rulesThatCatchNothingAlone() : null,
        tries(),
        ruleMillis(),
        bands(),
        shrinking ? numbers() : null);
  }

  private List<Band> bands() {
    List<Double> millisToDetection = firstDetections().map(Detection::millis).toList();
    List<Band> bands = new ArrayList<>();
    double above = 0;
    for (double upTo : BANDS) {
      double from = above;
      bands.add(
          new Band(
              upTo,
              millisToDetection.stream().filter(time -> time > from && time <= upTo).count()));
      above = upTo;
    }
    return bands;
  }

  /**
   * Returns the result with some trials replaced by those of a later run of the same kind, of which
   * a full matrix is too long to be repeated for one faulty layer that was mended.
   *
   * @throws SetUpException if the runs differ in more than the layers they tried
   */
  public SelfTestResult amendedBy(SelfTestResult later) {
    if (!later.withTrialsOf(this).equals(this)) {
      throw new SetUpException(
          "a run of other rules, another mode, seed or subject amends nothing: both must be of"
              + " catalogue digest "
              + suite.catalogueDigest()
              + ", "
              + mode.phrase()
              + ", seed "
              + seed
              + ", "
              + seeds
              + " seeds a fault, on "
              + subject);
    }
    Map<String, Trial> byName = new LinkedHashMap<>();
    Stream.concat(trials.stream(), later.trials.stream())
        .forEach(trial -> byName.put(trial.name(), trial));
    if (byName.size() > trials.size()) {
      throw new SetUpException(
          "a run amends no other that lacks its faulty layers: "
              + String.join(", ", byName.keySet().stream().skip(trials.size()).toList()));
    }
    return new SelfTestResult(
        schema,
        suite,
        subject,
        only,
        rules,
        mode,
        seed,
        seeds,
        shrinking,
        millis + later.millis,
        List.copyOf(byName.values()));
  }

  private SelfTestResult withTrialsOf(SelfTestResult other) {
    return new SelfTestResult(
        schema,
        suite,
        subject,
        other.only,
        rules,
        mode,
        seed,
        seeds,
        shrinking,
        other.millis,
        other.trials);
  }

  /** Stores the result. */
  public void write(Path file) {
    try {
      CertificateFolder.replace(file, JSON.writeValueAsString(this) + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  /**
   * Reads a stored result.
   *
   * @throws SetUpException if there is none, or it is none
   */
  public static SelfTestResult read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), SelfTestResult.class);
    } catch (IOException unreadable) {
      throw new SetUpException(
          "there is no readable result of a self-test at "
              + file
              + ": run 'bin/layer-tck self-test', which leaves one there",
          unreadable);
    }
  }
}

package io.layertck.power;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a self-test in brief: which rules caught which faulty layers.
 *
 * @param suiteVersion the version of the suite
 * @param catalogueVersion the version of the rules
 * @param catalogueDigest the SHA-256 of the rules with which it was measured
 * @param mode which of the suite's self-tests it was, as a phrase
 * @param seed the run seed
 * @param seeds under how many seeds each fault met the rule that it names
 * @param millis the time it took, in milliseconds
 * @param faults the faults with names of their own
 * @param mutants the generated ones
 * @param rulesThatCatchNothingAlone those without which every fault would be caught all the same,
 *     or none where not every rule met every fault
 * @param tries the cases up to the first that failed, over all faults
 * @param ruleMillis the time of a rule up to it, in milliseconds
 * @param bands how many faults were caught within how many milliseconds
 * @param numbers the elements of the smallest failing case, or none where no case was made smaller
 */
public record StoredPower(
    String suiteVersion,
    String catalogueVersion,
    String catalogueDigest,
    String mode,
    long seed,
    int seeds,
    double millis,
    List<TriedLayer> faults,
    List<TriedLayer> mutants,
    @Nullable List<String> rulesThatCatchNothingAlone,
    Spread tries,
    Spread ruleMillis,
    List<Band> bands,
    @Nullable Spread numbers) {
  private static final String RESOURCE = "power.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * How many faults were caught within a time.
   *
   * @param upToMillis the time
   * @param count of the faults that took longer than the band before
   */
  public record Band(double upToMillis, long count) {}

  /** Copies the lists. */
  public StoredPower {
    faults = List.copyOf(faults);
    mutants = List.copyOf(mutants);
    bands = List.copyOf(bands);
  }

  /** Returns the result as it is stored. */
  public String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException failed) {
      throw new IllegalStateException("every record of values can be written", failed);
    }
  }

  /** Reads the result that this suite came with, if it came with one. */
  public static Optional<StoredPower> ofThisSuite() {
    try (InputStream stored = StoredPower.class.getResourceAsStream(RESOURCE)) {
      return stored == null
          ? Optional.empty()
          : Optional.of(JSON.readValue(stored, StoredPower.class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the stored power of the suite", unreadable);
    }
  }
}

package io.layertck.oracle.golden;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim of the article that is a fact about PyTorch, and what was observed.
 *
 * @param id names the claim
 * @param section of the article
 * @param code the Python expression or statements
 * @param observed its value: a number, text, truth value, or list or map of them
 */
public record RecordedFact(String id, String section, String code, @Nullable Object observed) {

  /** Reads all recorded facts. */
  public static List<RecordedFact> all(GoldenFiles files) {
    return Records.of(RecordedFact.class, files.json("claims").path("facts"));
  }
}

package io.layertck.power;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * A faulty layer, and what became of it.
 *
 * @param name what is wrong with it
 * @param group the report it was learnt from, or the family of mutants it belongs to
 * @param expected how the rules must take it, as a lower-case phrase
 * @param why the reason where no rule need refuse it, else empty
 * @param asExpected whether they took it so
 * @param caughtBy the rules that refused it, or advised where they only advise
 */
public record TriedLayer(
    String name,
    String group,
    String expected,
    String why,
    boolean asExpected,
    List<String> caughtBy) {
  /** Copies the list. */
  public TriedLayer {
    caughtBy = List.copyOf(caughtBy);
  }

  /** Tells whether the rules ought to catch it. */
  public boolean mustBeCaught() {
    return expected.startsWith("caught") || isKnownToEscape();
  }

  /** Tells whether the rules ought to catch it, and are known not to. */
  @JsonIgnore
  public boolean isKnownToEscape() {
    return expected.equals("known to escape");
  }

  /** Tells whether the rules ought to catch it, and did. */
  @JsonIgnore
  public boolean isCaught() {
    return mustBeCaught() && asExpected != isKnownToEscape();
  }
}

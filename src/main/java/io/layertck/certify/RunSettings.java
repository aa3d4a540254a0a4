package io.layertck.certify;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one run was asked for.
 *
 * @param seed from which every rule's seed follows
 * @param tries the number of tries of every rule, or none for each rule's own
 * @param rules which rules run
 * @param shrinking whether a failing case is made smaller
 * @param demanding whether the rules that need much time or memory run too
 */
public record RunSettings(
    long seed, @Nullable Integer tries, RuleSelection rules, boolean shrinking, boolean demanding) {

  /** Makes settings without the demanding rules. */
  public RunSettings(long seed, @Nullable Integer tries, RuleSelection rules, boolean shrinking) {
    this(seed, tries, rules, shrinking, false);
  }

  /** Returns settings for all rules with their own tries. */
  public static RunSettings ofSeed(long seed) {
    return new RunSettings(seed, null, RuleSelection.ALL, true);
  }

  /**
   * Reads {@code tck.seed}, {@code tck.tries}, {@code tck.rules} and {@code tck.demanding}; a seed
   * is drawn where none is given.
   *
   * @throws CertificationException if a number or a truth value is none, or a pattern selects no
   *     rule
   */
  public static RunSettings fromSystemProperties() {
    String seed = System.getProperty("tck.seed", "");
    String tries = System.getProperty("tck.tries", "");
    return new RunSettings(
        seed.isBlank() ? freshSeed() : parseSeed(seed),
        tries.isBlank() ? null : parseTries(tries),
        new RuleSelection(System.getProperty("tck.rules", "")),
        true,
        parseDemanding(System.getProperty("tck.demanding", "")));
  }

  private static boolean parseDemanding(String text) {
    return switch (text.trim()) {
      case "true" -> true;
      case "", "false" -> false;
      default ->
          throw new CertificationException(
              "tck.demanding must be true or false, not '" + text + "'");
    };
  }

  /** Returns the same settings for other rules. */
  public RunSettings over(RuleSelection selection) {
    return new RunSettings(seed, tries, selection, shrinking, demanding);
  }

  /** Returns the same settings under another seed. */
  RunSettings of(long otherSeed) {
    return new RunSettings(otherSeed, tries, rules, shrinking, demanding);
  }

  /** Draws a seed for a run that was given none. */
  public static long freshSeed() {
    return UUID.randomUUID().getMostSignificantBits() >>> 16;
  }

  /** Parses a seed, or says what a seed is. */
  public static long parseSeed(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException notNumeric) {
      throw new CertificationException(
          "the seed '"
              + text
              + "' is no number: give a whole number from "
              + Long.MIN_VALUE
              + " to "
              + Long.MAX_VALUE,
          notNumeric);
    }
  }

  /** Parses a number of tries, or says what it may be. */
  public static int parseTries(String text) {
    try {
      int tries = Integer.parseInt(text.trim());
      if (tries >= 1) {
        return tries;
      }
    } catch (NumberFormatException notNumeric) {
      // Said below, together with numbers out of range.
    }
    throw new CertificationException(
        "the number of tries '" + text + "' must be a whole number from 1 to " + Integer.MAX_VALUE);
  }

  /**
   * Returns the seed of one rule, the same whichever other rules run.
   *
   * @param ruleId the rule's id
   */
  public long ruleSeed(String ruleId) {
    UUID name = UUID.nameUUIDFromBytes(ruleId.getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(seed ^ name.getMostSignificantBits()).nextLong();
  }
}

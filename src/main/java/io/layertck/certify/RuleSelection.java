package io.layertck.certify;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which rules run: ids and patterns with {@code *}, separated by commas.
 *
 * @param text as the user wrote it; empty for all rules
 */
public record RuleSelection(String text) {
  /** All rules. */
  public static final RuleSelection ALL = new RuleSelection("");

  /**
   * Checks that every pattern selects something.
   *
   * @throws CertificationException naming the first that selects no rule
   */
  public RuleSelection {
    for (String pattern : patterns(text)) {
      if (Catalogue.rules().stream().map(RuleEntry::id).noneMatch(matching(pattern))) {
        throw new CertificationException(
            "no rule matches '"
                + pattern
                + "'; ids are "
                + Catalogue.rules().stream().map(RuleEntry::id).collect(Collectors.joining(", "))
                + ", and patterns such as 'EMB-*' select several");
      }
    }
  }

  /** Tells whether all rules run. */
  public boolean isAll() {
    return patterns(text).isEmpty();
  }

  /** Tells whether one rule runs. */
  public boolean includes(String id) {
    return asPredicate().test(id);
  }

  /** Returns the selection as a test of ids, for those who ask for many. */
  Predicate<String> asPredicate() {
    return patterns(text).stream()
        .map(RuleSelection::matching)
        .reduce(Predicate::or)
        .orElse(anyId -> true);
  }

  private static List<String> patterns(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::trim)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Predicate<String> matching(String pattern) {
    if (pattern.indexOf('*') < 0) {
      return pattern::equals;
    }
    String expression =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(expression).asMatchPredicate();
  }
}

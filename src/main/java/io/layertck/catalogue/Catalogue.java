package io.layertck.catalogue;

import io.layertck.contract.Contract;
import io.layertck.contract.LayerContract;
import io.layertck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Every rule of the suite, in the order of the ids. */
public final class Catalogue {
  /** The version of the rules; apart from the version of the suite. */
  public static final String VERSION = "0.1";

  private static final List<RuleEntry> RULES = readOff(LayerContract.class);

  private Catalogue() {}

  /** Returns all rules. */
  public static List<RuleEntry> rules() {
    return RULES;
  }

  /** Returns the rules that a contract holds. */
  public static List<RuleEntry> readOff(Class<? extends Contract> contract) {
    return Arrays.stream(contract.getMethods())
        .filter(method -> method.isAnnotationPresent(Rule.class))
        .filter(method -> !method.isBridge())
        .map(RuleEntry::of)
        .sorted(Comparator.comparing(RuleEntry::id))
        .toList();
  }

  /** Returns the SHA-256 of every rule's id, level, features, tries, statement and version. */
  public static String digest() {
    StringBuilder text = new StringBuilder(VERSION);
    for (RuleEntry rule : RULES) {
      text.append('\n')
          .append(rule.id())
          .append('|')
          .append(rule.level())
          .append('|')
          .append(rule.features())
          .append('|')
          .append(rule.excludedBy())
          .append('|')
          .append(rule.tries())
          .append('|')
          .append(rule.statement())
          .append('|')
          .append(rule.since());
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }
}

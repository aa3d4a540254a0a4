package io.layertck.certify;

/**
 * The command that runs one rule again.
 *
 * @param command with {@value #RULE} where the rule's id belongs
 */
public record Reproduction(String command) {
  /** Stands for the rule's id. */
  public static final String RULE = "{rule}";

  /** Returns the command for one rule. */
  String of(String ruleId) {
    return command.replace(RULE, ruleId);
  }
}

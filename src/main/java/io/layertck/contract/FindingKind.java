package io.layertck.contract;

import java.util.regex.Pattern;

/**
 * What a finding says without its numbers, by which two findings are told to be of one kind.
 *
 * @param text the message without numbers, lists and elements
 */
public record FindingKind(String text) {
  private static final Pattern ELEMENTS = Pattern.compile("\\{[^{}]*}|\\[[^\\[\\]]*]");
  private static final Pattern STEPS = Pattern.compile("; the steps:.*", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![A-Za-z_])(NaN with bits 0x[0-9a-f]+|0x[0-9a-f]+|-?(NaN|Infinity)"
              + "|-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?)");
  private static final Pattern HOW_MANY =
      Pattern.compile(" and so on|; \\d+ of \\d+ elements are past their bounds");
  private static final Pattern REPEATED = Pattern.compile("([^,:;]+)(, \\1)+(?=[,:;]|$)");
  private static final Pattern NUMBERS = Pattern.compile("#(( and |, | to )#)+");

  /** Returns the kind of a finding. */
  public static FindingKind of(String finding) {
    String text = STEPS.matcher(finding).replaceAll("");
    text = ELEMENTS.matcher(text).replaceAll("");
    text = HOW_MANY.matcher(text).replaceAll("");
    text = NUMBER.matcher(text).replaceAll("#");
    text = NUMBERS.matcher(text).replaceAll("#");
    return new FindingKind(REPEATED.matcher(text).replaceAll("$1"));
  }
}

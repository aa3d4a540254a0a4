package io.layertck.explain;

import io.layertck.contract.RuleBroken;
import io.layertck.generate.Example;
import io.layertck.rule.Rule;
import io.layertck.spi.Subject;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JUnit test that runs one rule on one example written in literals: it fails as long as the
 * subject breaks the rule on it, and draws nothing.
 *
 * @param className the name of its class
 * @param text the whole file
 */
public record ReadyTest(String className, String text) {
  /**
   * How the test comes by its subject.
   *
   * @param packageName the package of the test, or an empty text
   * @param expression makes the subject, or none where a class that extends the test has to
   */
  public record Source(String packageName, @Nullable String expression) {
    /** The subject is given by a class that extends the test. */
    public static final Source GIVEN = new Source("", null);
  }

  /** Returns the name of the test of a rule, such as {@code Emb02Test}. */
  public static String className(String ruleId) {
    StringBuilder name = new StringBuilder();
    boolean begins = true;
    for (int i = 0; i < ruleId.length(); i++) {
      char each = ruleId.charAt(i);
      if (Character.isLetterOrDigit(each)) {
        name.append(begins ? Character.toUpperCase(each) : Character.toLowerCase(each));
      }
      begins = !Character.isLetterOrDigit(each);
    }
    return name.append("Test").toString();
  }

  /**
   * Writes the test of a failure.
   *
   * @param property the method that holds the rule
   * @return nothing where the example has more elements than literals fit into a method
   */
  public static Optional<ReadyTest> of(RuleBroken broken, Method property, Source source) {
    Rule rule = property.getAnnotation(Rule.class);
    Example example = broken.trial().example();
    JavaSource java = new JavaSource();
    String expression = java.of(example);
    if (!java.fits()) {
      return Optional.empty();
    }
    String exampleType = java.name(example.getClass());
    String contract = java.name(property.getDeclaringClass());
    String given = source.expression();
    if (given == null) {
      java.name(Subject.class);
    }
    java.imports().add("org.junit.jupiter.api.Test");
    String name = className(rule.id());
    StringBuilder text = new StringBuilder();
    if (!source.packageName().isEmpty()) {
      text.append("package ").append(source.packageName()).append(";\n\n");
    }
    Set<String> imports = new TreeSet<>(java.imports());
    imports.forEach(each -> text.append("import ").append(each).append(";\n"));
    text.append("\n/**\n");
    comment(text, rule.id() + ": " + rule.statement());
    comment(text, "");
    comment(text, "Found: " + broken.finding());
    broken.explanation().forEach(sentence -> comment(text, "It " + sentence + "."));
    text.append(" */\n")
        .append(given == null ? "abstract class " : "class ")
        .append(name)
        .append(" {\n");
    if (given == null) {
      text.append("  abstract Subject subject();\n\n");
    }
    text.append("  @Test\n  void ")
        .append(property.getName())
        .append("() {\n    ")
        .append(exampleType)
        .append(" example =\n        ")
        .append(expression)
        .append(";\n    ")
        .append(contract)
        .append(" layer = () -> ")
        .append(given == null ? "subject()" : given)
        .append(";\n\n    layer.")
        .append(property.getName())
        .append("(claims -> example);\n  }\n}\n");
    return Optional.of(new ReadyTest(name, text.toString()));
  }

  /** What a subject says must not end the comment, nor be read as an escape. */
  private static void comment(StringBuilder text, String words) {
    for (String line : words.lines().toList().isEmpty() ? List.of("") : words.lines().toList()) {
      String safe =
          line.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("@", "&#64;")
              .replace("\\", "&#92;")
              .replace("*/", "*&#47;");
      text.append((" * " + safe).stripTrailing()).append('\n');
    }
  }
}

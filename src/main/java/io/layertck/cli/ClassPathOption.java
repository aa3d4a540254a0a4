package io.layertck.cli;

import io.layertck.certify.ClassPath;
import picocli.CommandLine.Option;

/** Where a subject of the user's own lies. */
final class ClassPathOption {
  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      defaultValue = "",
      description = "The jars and folders of the subject and of the framework under it.")
  private String text;

  /** Returns the option as the user wrote it. */
  String text() {
    return text;
  }

  /** Returns the entries, of which each is there. */
  ClassPath parsed() {
    return ClassPath.parse(text);
  }
}

package io.layertck.certify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a child JVM printed. */
public final class ChildLog {
  private static final int LAST_LINES = 12;
  private static final int LAST_CHARACTERS = 2000;

  private ChildLog() {}

  /** Returns the end of a log as the end of a sentence. */
  public static String ofLastLines(Path log) {
    String text = read(log).strip();
    if (text.isEmpty()) {
      return "; it printed nothing";
    }
    List<String> lines = text.lines().toList();
    String last =
        String.join(
            System.lineSeparator(),
            lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    return "; it printed last:"
        + System.lineSeparator()
        + last.substring(Math.max(0, last.length() - LAST_CHARACTERS));
  }

  /** Returns a log whose bytes may be anything. */
  static String read(Path log) {
    try {
      return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + log, failed);
    }
  }
}

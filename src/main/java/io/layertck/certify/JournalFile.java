package io.layertck.certify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A journal as a file of JSON lines, each written through at once. */
public final class JournalFile implements Journal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;

  /** Appends to a file, which is made with its folder where it is not there. */
  public JournalFile(Path path) {
    this.path = path;
  }

  @Override
  public synchronized void write(JournalEntry entry) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(
          path,
          line(entry),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the journal " + path, failed);
    }
  }

  /** Returns an entry as a line, its end included. */
  static String line(JournalEntry entry) {
    try {
      return JSON.writerFor(JournalEntry.class).writeValueAsString(entry) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("every entry has a form in JSON", impossible);
    }
  }

  static JournalEntry parse(String line) throws JsonProcessingException {
    return JSON.readValue(line, JournalEntry.class);
  }

  /** Reads every whole line; a last line that was cut off by a crash is left out. */
  public static List<JournalEntry> read(Path path) {
    List<JournalEntry> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        entries.add(parse(line));
      }
    } catch (JsonProcessingException cutOff) {
      return entries;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the journal " + path, failed);
    }
    return entries;
  }
}

package io.layertck.certify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a journal while it grows: each call returns the whole lines that have come since. */
final class JournalTail {
  private final Path path;
  private long read;

  JournalTail(Path path) {
    this.path = path;
  }

  List<JournalEntry> poll() {
    List<JournalEntry> entries = new ArrayList<>();
    if (!Files.exists(path)) {
      return entries;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      int length = Math.toIntExact(file.length() - read);
      if (length == 0) {
        return entries;
      }
      byte[] fresh = new byte[length];
      file.seek(read);
      file.readFully(fresh);
      int begin = 0;
      for (int i = 0; i < length; i++) {
        if (fresh[i] == '\n') {
          entries.add(
              JournalFile.parse(new String(fresh, begin, i - begin, StandardCharsets.UTF_8)));
          begin = i + 1;
        }
      }
      read += begin;
      return entries;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the journal " + path, failed);
    }
  }
}

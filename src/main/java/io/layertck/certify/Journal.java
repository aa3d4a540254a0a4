package io.layertck.certify;

/** Where the lines of a run go. */
@FunctionalInterface
public interface Journal {
  /** Takes one line; it is kept before the call returns. */
  void write(JournalEntry entry);
}

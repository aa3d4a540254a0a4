package io.layertck.certify;

/** A stack trace of a child JVM, as text, so that it can be shown where it is asked for. */
final class ChildTrace extends Exception {
  private static final long serialVersionUID = 1L;

  ChildTrace(String trace) {
    super("in the child JVM:" + System.lineSeparator() + trace, null, false, false);
  }
}

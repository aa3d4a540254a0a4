package io.layertck.drive;

import io.layertck.spi.Refusal;

/**
 * Thrown by the driver when a call into the subject threw or returned nothing.
 *
 * <p>It has no stack of its own: rules ask for refusals by the thousand, and where a subject failed
 * is told by the cause.
 */
public final class SubjectThrew extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal kind;
  private final boolean refusal;

  SubjectThrew(String call, Throwable thrown, Refusal kind) {
    super(call + " threw " + firstLine(thrown), thrown, true, false);
    this.kind = kind;
    this.refusal = thrown instanceof Exception;
  }

  SubjectThrew(String call) {
    super(call + " returned null", null, true, false);
    this.kind = Refusal.UNKNOWN;
    this.refusal = false;
  }

  /** Returns what the exception complains about, as the subject classifies it. */
  public Refusal kind() {
    return kind;
  }

  /** Tells whether an exception was thrown: an {@link Error} and a null result are no refusals. */
  public boolean isRefusal() {
    return refusal;
  }

  /** Returns the message of what the subject threw, or an empty text. */
  public String subjectMessage() {
    Throwable cause = getCause();
    return cause == null || cause.getMessage() == null ? "" : cause.getMessage();
  }

  private static String firstLine(Throwable thrown) {
    String text = thrown.toString();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}

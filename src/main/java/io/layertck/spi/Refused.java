package io.layertck.spi;

/** Thrown by a layer that refuses a call and says what it complains about. */
public class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal kind;

  /** Makes the exception with its kind and with what was wrong and what is allowed. */
  public Refused(Refusal kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns what the refused call complained about. */
  public Refusal kind() {
    return kind;
  }
}

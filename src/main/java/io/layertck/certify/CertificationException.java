package io.layertck.certify;

/**
 * Thrown when the command, the adapter or the set-up is wrong; its message says what, where and
 * what to do, and needs no stack trace.
 */
public final class CertificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public CertificationException(String message) {
    super(message);
  }

  /** Makes the exception with what led to it. */
  public CertificationException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.layertck.certify;

import io.layertck.rule.SetUpException;

/** Thrown when the command, the adapter or the set-up of a certification is wrong. */
public final class CertificationException extends SetUpException {
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

package io.layertck.rule;

/**
 * Thrown when something the suite stands on is missing, altered or of no use: a model, a fixture, a
 * native library, an adapter, an argument.
 *
 * <p>Its message says what, where and what to do, and needs no stack trace. It is never a verdict
 * on a layer: a run that meets one ends without a certificate.
 */
public class SetUpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public SetUpException(String message) {
    super(message);
  }

  /** Makes the exception with what led to it. */
  public SetUpException(String message, Throwable cause) {
    super(message, cause);
  }
}

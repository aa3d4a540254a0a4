package io.layertck.oracle.resource;

import io.layertck.rule.SetUpException;

/**
 * Thrown when a file or a library the suite judges by is missing or not the right one.
 *
 * <p>The set-up is wrong then, and neither the subject nor a rule: the message says what, where and
 * what to do, and needs no stack trace.
 */
public final class UnusableResource extends SetUpException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public UnusableResource(String message) {
    super(message);
  }

  /** Makes the exception with what led to it. */
  public UnusableResource(String message, Throwable cause) {
    super(message, cause);
  }
}

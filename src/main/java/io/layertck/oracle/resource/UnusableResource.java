package io.layertck.oracle.resource;

import io.layertck.rule.SetUpException;

/** Thrown when a file or a library that the suite judges by is missing or not the right one. */
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

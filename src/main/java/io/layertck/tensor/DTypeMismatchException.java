package io.layertck.tensor;

/**
 * Thrown when a tensor is asked for elements of another type than it holds.
 *
 * <p>A layer that reads its indices with {@link HostTensor#longs()} thereby refuses a floating,
 * boolean or narrow index tensor without a check of its own.
 */
public final class DTypeMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception with what was asked for and what was found. */
  public DTypeMismatchException(String message) {
    super(message);
  }
}

package io.layertck.oracle.golden;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that looks bad, and whether and how PyTorch refused it.
 *
 * @param id names the call
 * @param call the Python expression
 * @param refused whether it raised
 * @param exception the exception's type, or none
 * @param message the exception's message, or none
 * @param result what an accepted call returned, or none
 */
public record RecordedCall(
    String id,
    String call,
    boolean refused,
    @Nullable String exception,
    @Nullable String message,
    @Nullable String result) {

  /** Reads all recorded calls. */
  public static List<RecordedCall> all(GoldenFiles files) {
    return Records.of(RecordedCall.class, files.json("errors").path("calls"));
  }
}

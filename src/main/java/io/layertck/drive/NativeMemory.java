package io.layertck.drive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** How much memory this process holds beside the Java heap, where the system tells. */
public final class NativeMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int PIECE = 1 << 20;

  /** As much of a heap is touched as a JVM for one subject begins with, and more. */
  private static final int PIECES = 512;

  private NativeMemory() {}

  /**
   * Touches the pages of the heap, which would else be counted when they are first used.
   *
   * <p>To be called once, before the first look.
   */
  public static void touchTheHeap() {
    Runtime runtime = Runtime.getRuntime();
    Deque<byte[]> held = new ArrayDeque<>();
    while (held.size() < PIECES && runtime.freeMemory() > 2 * PIECE) {
      held.push(new byte[PIECE]);
    }
  }

  /**
   * Returns the resident memory less the heap, after a collection, or nothing where the system does
   * not tell.
   */
  public static OptionalLong bytes() {
    System.gc();
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          long resident = Long.parseLong(line.replaceAll("\\D", "")) << 10;
          return OptionalLong.of(resident - Runtime.getRuntime().totalMemory());
        }
      }
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }
}

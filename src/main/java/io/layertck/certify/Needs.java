package io.layertck.certify;

import io.layertck.generate.LargeTableCases;
import io.layertck.rule.Need;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Finds out whether a run has what a rule needs. */
final class Needs {
  private static final Path MEMORY_OF_LINUX = Path.of("/proc/meminfo");
  private static final double GIGABYTE = 1L << 30;

  private Needs() {}

  /** Returns what the run lacks for a rule, or nothing. */
  static Optional<String> unmet(Need need, RunSettings settings) {
    return unmet(need, settings.demanding(), LargeTableCases.bytes(), freeMemory());
  }

  /** Returns what is lacking of an amount of memory, where it is needed. */
  static Optional<String> unmet(Need need, boolean demanding, long neededBytes, long freeBytes) {
    return switch (need) {
      case NOTHING -> Optional.empty();
      case TIME -> demanding ? Optional.empty() : Optional.of(ask("many seconds"));
      case MEMORY -> {
        if (!demanding) {
          yield Optional.of(ask(gigabytes(neededBytes) + " of memory"));
        }
        yield freeBytes >= neededBytes
            ? Optional.empty()
            : Optional.of(
                "it needs "
                    + gigabytes(neededBytes)
                    + " of memory, and "
                    + gigabytes(freeBytes)
                    + " are free");
      }
    };
  }

  private static String ask(String need) {
    return "it needs " + need + ": ask for it with --demanding or -Dtck.demanding=true";
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIGABYTE);
  }

  /** What can be had: on Linux the file cache included, which gives way. */
  private static long freeMemory() {
    try {
      for (String line : Files.readAllLines(MEMORY_OF_LINUX)) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    } catch (IOException notLinux) {
      // The JVM knows the memory that is free of everything.
    }
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getFreeMemorySize()
        : 0;
  }
}

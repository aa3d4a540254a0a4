package io.layertck.drive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much memory this process holds beside the Java heap, where the system tells. */
public final class NativeMemory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Pattern RANGE = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
  private static final Pattern RESIDENT = Pattern.compile("^Rss: +([0-9]+) kB");

  /** With compressed references the heap lies below 2^35, where nothing else of size does. */
  private static final long END_OF_THE_HEAP = 1L << 35;

  /** How long cleaners may take to free what a collection found. */
  private static final int LOOKS = 20;

  private static final long BETWEEN_LOOKS_MILLIS = 20;
  private static final long SETTLED_BYTES = 1 << 20;

  private NativeMemory() {}

  /**
   * Returns the resident memory outside the heap, after a collection and once what it freed is
   * gone, or nothing where the system does not tell or the heap does not lie where it is looked
   * for.
   *
   * <p>The heap's own pages come and go with its size, and would hide or feign a leak.
   */
  public static OptionalLong bytes() {
    System.gc();
    OptionalLong last = resident();
    for (int look = 1; look < LOOKS && last.isPresent(); look++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_LOOKS_MILLIS));
      OptionalLong now = resident();
      if (now.isPresent() && Math.abs(now.getAsLong() - last.getAsLong()) < SETTLED_BYTES) {
        return now;
      }
      last = now;
    }
    return last;
  }

  private static OptionalLong resident() {
    if (!Files.isReadable(MAPPINGS)) {
      return OptionalLong.empty();
    }
    Mappings mappings = new Mappings();
    try (Stream<String> lines = Files.lines(MAPPINGS)) {
      lines.forEach(mappings::take);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + MAPPINGS, failed);
    }
    return mappings.low >= Runtime.getRuntime().maxMemory()
        ? OptionalLong.of(mappings.residentAbove)
        : OptionalLong.empty();
  }

  /** The mappings below and above the end of the heap. */
  private static final class Mappings {
    private boolean above;
    private long low;
    private long residentAbove;

    void take(String line) {
      Matcher range = RANGE.matcher(line);
      if (range.matches()) {
        long begin = Long.parseUnsignedLong(range.group(1), 16);
        above = Long.compareUnsigned(begin, END_OF_THE_HEAP) >= 0;
        low += above ? 0 : Long.parseUnsignedLong(range.group(2), 16) - begin;
        return;
      }
      Matcher resident = RESIDENT.matcher(line);
      if (above && resident.find()) {
        residentAbove += Long.parseLong(resident.group(1)) << 10;
      }
    }
  }
}

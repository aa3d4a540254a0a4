package io.layertck.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where benchmarks ran, and what else ran there.
 *
 * @param processor the model's name where it is known
 * @param cores the processors that the JVM may use
 * @param system the operating system and its architecture
 * @param jdk the version of the JDK
 * @param loadBefore the load average of the last minute when the run began; negative where unknown
 * @param loadAfter the same when it ended; the run itself adds 1
 */
record Machine(
    String processor, int cores, String system, String jdk, double loadBefore, double loadAfter) {
  static Machine now() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        load(),
        load());
  }

  Machine withLoadAfter() {
    return new Machine(processor, cores, system, jdk, loadBefore, load());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .orElse("unknown");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }
}

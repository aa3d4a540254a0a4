package io.layertck.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of the Java threads per operation, in microseconds.
 *
 * <p>Unlike the time on the clock it does not grow while other programs hold the processors. The
 * JVM's own threads, which compile and collect, are not in it.
 */
public final class ProcessorTime implements InternalProfiler {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long before;

  @Override
  public String getDescription() {
    return "Processor time of the Java threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = nanos();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double micros = (nanos() - before) / 1e3 / result.getMetadata().getAllOps();
    return List.of(new ScalarResult("processorTime", micros, "us/op", AggregationPolicy.AVG));
  }

  private static long nanos() {
    return Arrays.stream(THREADS.getAllThreadIds()).map(THREADS::getThreadCpuTime).sum();
  }
}

package io.layertck.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The layers at the article's sizes: the built-in subjects and the exact oracle beside ONNX
 * Runtime, one thread each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LayerBenchmark {
  /** What is computed. */
  @Param public Workload workload = Workload.LOOKUP_5000X70;

  /** Who computes it. */
  @Param({"plain", "reference", "onnxRuntime", "exact"})
  public String implementation = "";

  private LayerCalls calls;
  private Supplier<Object> call;

  /** Builds the tensors and the layer. */
  @Setup
  public void prepare() {
    calls = LayerCalls.of(implementation);
    call = workload.on(calls);
  }

  /** From the input on the heap to the results on the heap. */
  @Benchmark
  public Object call() {
    return call.get();
  }

  /** Closes the layer. */
  @TearDown
  public void close() {
    calls.close();
  }
}

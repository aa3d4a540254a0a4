package io.layertck.benchmark;

import io.layertck.contract.LinearCheck;
import io.layertck.plain.PlainSubject;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What LIN-02 costs on large integers, beside the layer that it judges. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ExactProductBenchmark {
  /** Rows, inputs and outputs. */
  @Param({"32", "64", "128", "256", "512"})
  public int size;

  private LinearCheck check;

  /** Fills the operands and computes an output to judge. */
  @Setup
  public void prepare() {
    check = new LinearCheck(new PlainSubject(), size);
  }

  /** The plain layer, which is made, called, read and closed. */
  @Benchmark
  public void layer(Blackhole blackhole) {
    blackhole.consume(check.output());
  }

  /** The judgement of the rule. */
  @Benchmark
  public void judgement(Blackhole blackhole) {
    blackhole.consume(check.judgement());
  }

  /** What the judgement would cost if the product were computed. */
  @Benchmark
  public void fullComparison(Blackhole blackhole) {
    blackhole.consume(check.fullComparison());
  }
}

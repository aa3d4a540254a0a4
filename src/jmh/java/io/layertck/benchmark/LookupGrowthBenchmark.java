package io.layertck.benchmark;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A lookup costs the same whatever the vocabulary; the product of one-hot rows and the table, which
 * gives the same rows, grows with it (claims 3.3.3 and 5.2.1).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LookupGrowthBenchmark {
  private static final int DIMENSION = 70;
  private static final int ROWS = 16;

  /** The number of rows of the table. */
  @Param({"1000", "4000", "16000", "64000"})
  public int vocabulary;

  /** Who computes. */
  @Param({"plain", "reference"})
  public String subject = "";

  private Driver driver;
  private DrivenLayer<HostTensor> embedding;
  private DrivenLayer<HostTensor> linear;
  private HostTensor indices;
  private HostTensor oneHot;

  /** Builds both layers over one table, and the one-hot rows, which are not timed. */
  @Setup
  public void prepare() {
    Subject computing = BuiltInSubjects.named(subject);
    driver = new Driver(computing, computing.claims());
    HostTensor table = Workload.normal("weight", vocabulary, DIMENSION);
    embedding =
        driver.embedding(
            EmbeddingConfig.of(vocabulary, DIMENSION, DType.FLOAT32),
            new Start.Given(Map.of("weight", table)));
    linear =
        driver.linear(
            new LinearConfig(vocabulary, DIMENSION, false, DType.FLOAT32),
            new Start.Given(Map.of("weight", transposed(table))));
    indices = Workload.indices(vocabulary, ROWS);
    oneHot = oneHot(indices.longs());
  }

  private static HostTensor transposed(HostTensor matrix) {
    return matrix
        .view(
            new long[] {matrix.extent(1), matrix.extent(0)},
            new long[] {1, matrix.extent(1)},
            matrix.offset())
        .copy();
  }

  private HostTensor oneHot(long[] rows) {
    float[] values = new float[rows.length * vocabulary];
    for (int i = 0; i < rows.length; i++) {
      values[i * vocabulary + Math.toIntExact(rows[i])] = 1;
    }
    return HostTensor.of(values, rows.length, vocabulary);
  }

  /** The rows of the table by index. */
  @Benchmark
  public HostTensor lookup() {
    return embedding.forward(indices);
  }

  /** The same rows as a product with one-hot rows. */
  @Benchmark
  public HostTensor oneHotProduct() {
    return linear.forward(oneHot);
  }

  /** Closes both layers. */
  @TearDown
  public void close() {
    driver.close();
  }
}

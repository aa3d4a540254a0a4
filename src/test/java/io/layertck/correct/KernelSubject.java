package io.layertck.correct;

import io.layertck.correct.Kernel.GradientRoute;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The plain layers with another kernel. */
final class KernelSubject implements Subject {
  private static final PlainSubject PLAIN = new PlainSubject();

  private final Kernel kernel;
  private final LongAdder sums = new LongAdder();

  KernelSubject(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Returns how often a kernel had a say so far; but for that all kernels do the same. */
  long sums() {
    return sums.sum();
  }

  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public Claims claims() {
    Claims claims = PLAIN.claims();
    if (kernel.declared()) {
      for (DType dtype : claims.dtypes()) {
        claims = claims.accumulating(dtype, DType.FLOAT64);
      }
    }
    return claims;
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return coalescing(plain(new PackedWeights()).embedding(config, start), config);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return coalescing(plain(new PackedWeights()).embeddingBag(config, start), config.table());
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    PackedWeights packed = new PackedWeights();
    return new Watched(packed).layer(plain(packed).linear(config, start), false);
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    PackedWeights packed = new PackedWeights();
    return new Watched(packed)
        .pair(plain(packed).tied(config, bias, start), config.maxNorm() != null);
  }

  /** Returns the layers before anyone watches whether what they packed is still right. */
  Subject plain(PackedWeights packed) {
    return new PlainSubject(
        kernel.name(), dtype -> new KernelArithmetic(kernel, dtype, packed, sums));
  }

  private <I> LayerUnderTest<I> coalescing(LayerUnderTest<I> layer, EmbeddingConfig config) {
    if (!config.sparse()) {
      return layer;
    }
    return new Forwarding<>(layer) {
      @Override
      public Gradient gradient(String name) {
        sums.increment();
        Gradient gradient = inner.gradient(name);
        return kernel.route() == GradientRoute.COALESCED
                && gradient instanceof Gradient.Sparse sparse
            ? coalesced(sparse, config.dtype())
            : gradient;
      }
    };
  }

  /** Returns a gradient that holds every row once, the smallest first. */
  private Gradient.Sparse coalesced(Gradient.Sparse gradient, DType dtype) {
    HostTensor values = gradient.values().read();
    int columns = values.extent(1);
    double[] terms = values.widened();
    Map<Long, List<Integer>> positions =
        KernelArithmetic.positions(gradient.rows().read().longs(), -1);
    long[] rows = positions.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    double[] sums = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      List<Integer> occurrences = positions.getOrDefault(rows[i], List.of());
      for (int column = 0; column < columns; column++) {
        int at = column;
        double[] ofRow =
            occurrences.stream().mapToDouble(position -> terms[position * columns + at]).toArray();
        sums[i * columns + column] = kernel.gradient(dtype, 0, Terms.of(ofRow, 0, 1), ofRow.length);
      }
    }
    return new Gradient.Sparse(
        HostTensor.of(rows, rows.length), HostTensor.rounded(dtype, sums, rows.length, columns));
  }
}

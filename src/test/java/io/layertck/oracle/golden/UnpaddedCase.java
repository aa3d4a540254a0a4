package io.layertck.oracle.golden;

import io.layertck.tensor.HostTensor;
import java.util.stream.IntStream;

/**
 * The positions of a recorded backward that are not padding, as rank 1.
 *
 * @param indices {@code [n]}
 * @param upstream {@code [n, D]}, float64
 */
record UnpaddedCase(HostTensor indices, HostTensor upstream) {
  static UnpaddedCase of(GoldenCase recorded) {
    long[] indices = recorded.tensor("indices").longs();
    HostTensor upstream = recorded.tensor("upstream");
    HostTensor padding = recorded.tensorOrNull("padding_idx");
    int rows = recorded.tensor("weight").extent(0);
    int columns = upstream.extent(-1);
    long padded = padding == null ? -1 : Math.floorMod(padding.longs()[0], rows);
    int[] kept = IntStream.range(0, indices.length).filter(i -> indices[i] != padded).toArray();
    double[] all = upstream.widened();
    double[] terms = new double[kept.length * columns];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(all, kept[i] * columns, terms, i * columns, columns);
    }
    return new UnpaddedCase(
        HostTensor.of(IntStream.of(kept).mapToLong(i -> indices[i]).toArray(), kept.length),
        HostTensor.of(terms, kept.length, columns));
  }
}

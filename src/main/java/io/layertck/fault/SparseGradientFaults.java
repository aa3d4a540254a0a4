package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Defect.ofOptions;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Sparse gradients that list wrong rows or lose some of them. */
final class SparseGradientFaults {
  private static final int MERGED_AT_ONCE = 16;

  private SparseGradientFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "sparsePathIgnoresPadding",
            "B23",
            "pytorch/pytorch#3506",
            "SPG-02",
            ", the padding row",
            ofOptions(config -> config.sparse() ? config.withoutPaddingIdx() : config)),
        reported(
            "sparseGradientOfPaddingHasNoColumns",
            "B24",
            "pytorch/pytorch#82486",
            "PAD-05",
            "the values of the sparse gradient has shape [0, 0]",
            editing(SparseGradientFaults::withoutColumnsWhereEmpty)),
        made(
            "repeatedRowIsListedOnceWithItsLastValue",
            "SPG-01",
            "of the sparse gradient, column",
            editing(sparse -> merged(sparse, (sum, term) -> term))),
        made(
            "nextSparseBackwardReplacesTheLast",
            "SPG-03",
            "of the sparse gradient after two backwards",
            ofConfigured(
                (config, start, layer) ->
                    config.sparse() ? AlteredBackward.forgetting(layer) : layer)),
        made(
            "sparseIgnoresFrequencyScaling",
            "SPG-04",
            "was not refused: backward returned",
            ofOptions(config -> config.sparse() ? config.withoutScaleGradByFreq() : config)),
        made(
            "mergingStopsAtSixteenOccurrences",
            "SPG-05",
            "of the sparse gradient",
            editing(SparseGradientFaults::mergedUpToSixteen)),
        reported(
            "sparsePathTakesAnyIndex",
            "B06",
            "apache/mxnet#11940",
            "ERR-03",
            ", with sparse, was not refused",
            ofConfigured(
                (config, start, layer) ->
                    config.sparse() && config.numEmbeddings() > 0
                        ? clipping(config, layer)
                        : layer)));
  }

  /** Changes every sparse gradient that is read. */
  private static Defect editing(UnaryOperator<Gradient.Sparse> edit) {
    return ofConfigured(
        (config, start, layer) ->
            new Forwarding<>(layer) {
              @Override
              public Gradient gradient(String name) {
                Gradient gradient = inner.gradient(name);
                return gradient instanceof Gradient.Sparse sparse ? edit.apply(sparse) : gradient;
              }
            });
  }

  private static Gradient.Sparse withoutColumnsWhereEmpty(Gradient.Sparse sparse) {
    return sparse.rows().read().size() == 0
        ? new Gradient.Sparse(sparse.rows(), HostTensor.zeros(sparse.values().read().dtype(), 0, 0))
        : sparse;
  }

  private static Gradient.Sparse mergedUpToSixteen(Gradient.Sparse sparse) {
    long[] rows = sparse.rows().read().longs();
    Map<Long, Integer> seen = new HashMap<>();
    boolean[] lost = new boolean[rows.length];
    for (int entry = 0; entry < rows.length; entry++) {
      lost[entry] = seen.merge(rows[entry], 1, Integer::sum) > MERGED_AT_ONCE;
    }
    HostTensor values = sparse.values().read();
    int columns = values.extent(1);
    return merged(
        new Gradient.Sparse(
            sparse.rows(),
            Edits.edited(
                values,
                numbers -> {
                  for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = lost[i / columns] ? 0 : numbers[i];
                  }
                })),
        Double::sum);
  }

  private static Gradient.Sparse merged(Gradient.Sparse sparse, BinaryOperator<Double> join) {
    long[] rows = sparse.rows().read().longs();
    HostTensor values = sparse.values().read();
    double[] terms = values.widened();
    int columns = values.extent(1);
    long[] distinct = Arrays.stream(rows).distinct().toArray();
    Map<Long, Integer> entryOf = new HashMap<>();
    for (long row : distinct) {
      entryOf.put(row, entryOf.size());
    }
    double[] sums = new double[distinct.length * columns];
    for (int i = 0; i < terms.length; i++) {
      int target = entryOf.getOrDefault(rows[i / columns], 0) * columns + i % columns;
      sums[target] = join.apply(sums[target], terms[i]);
    }
    return new Gradient.Sparse(
        HostTensor.of(distinct, distinct.length),
        Edits.like(values, sums, distinct.length, columns));
  }

  private static LayerUnderTest<HostTensor> clipping(
      EmbeddingConfig config, LayerUnderTest<HostTensor> layer) {
    return Altered.input(
            call ->
                call.input().dtype().isIndex()
                    ? Edits.indices(
                        call.input(),
                        index -> Math.max(0, Math.min(index, config.numEmbeddings() - 1)))
                    : call.input())
        .apply(layer);
  }
}

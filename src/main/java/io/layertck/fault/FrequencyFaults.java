package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gradients that are divided by another number than the count of their row. */
final class FrequencyFaults {
  private FrequencyFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "countsAreReadByGroup",
            "FRQ-01",
            "scaled by frequency,",
            whereScaled(Altered.gradientElements(FrequencyFaults::divideByTheGroupsCount))),
        made(
            "frequencyScalingIsIgnored",
            "FRQ-01",
            "scaled by frequency,",
            whereScaled(Altered.gradientElements(FrequencyFaults::multiplyByCounts))));
  }

  private static Defect whereScaled(UnaryOperator<LayerUnderTest<HostTensor>> wrapper) {
    return ofConfigured(
        (config, start, layer) -> config.scaleGradByFreq() ? wrapper.apply(layer) : layer);
  }

  private static Map<Long, Integer> counts(Pass pass) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long index : pass.call().input().longs()) {
      counts.merge(index, 1, Integer::sum);
    }
    return counts;
  }

  /** The g-th row in ascending order is divided by the count of the g-th sorted index. */
  private static void divideByTheGroupsCount(Pass pass, String name, double[] gradient) {
    Map<Long, Integer> counts = counts(pass);
    long[] sorted = pass.call().input().longs();
    Arrays.sort(sorted);
    long[] groups = Arrays.stream(sorted).distinct().toArray();
    for (int group = 0; group < groups.length; group++) {
      double right = counts.getOrDefault(groups[group], 1);
      double wrong = counts.getOrDefault(sorted[group], 1);
      scaleRow(gradient, (int) groups[group], pass.call().columns(), right / wrong);
    }
  }

  private static void multiplyByCounts(Pass pass, String name, double[] gradient) {
    counts(pass)
        .forEach(
            (row, count) ->
                scaleRow(gradient, row.intValue(), pass.call().columns(), (double) count));
  }

  private static void scaleRow(double[] gradient, int row, int columns, double factor) {
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      gradient[i] *= factor;
    }
  }
}

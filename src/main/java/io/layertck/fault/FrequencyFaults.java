package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
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
            whereScaled(Altered.gradientElements(FrequencyFaults::multiplyByCounts))),
        made(
            "countsAreThoseOfTheFirstCall",
            "FRQ-01",
            "for one position of a second call, column",
            whereScaled(CountsOfTheFirstCall::new)),
        made(
            "countsAreOfEightBits",
            "FRQ-01",
            "scaled by frequency,",
            whereScaled(Altered.gradientElements(FrequencyFaults::divideByBytes))),
        made(
            "countsAreThoseOfEveryForward",
            "FRQ-01",
            "after two backwards, ",
            whereScaled(CountsOfEveryForward::new)),
        made(
            "frequencyScalingIsIgnoredBesideAHead",
            "FRQ-01",
            "with a tied head, ",
            new UnscaledBesideAHead()));
  }

  private static Defect whereScaled(UnaryOperator<LayerUnderTest<HostTensor>> wrapper) {
    return ofConfigured(
        (config, start, layer) -> config.scaleGradByFreq() ? wrapper.apply(layer) : layer);
  }

  private static Map<Long, Integer> counts(Call call) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long index : call.input().longs()) {
      counts.merge(index, 1, Integer::sum);
    }
    return counts;
  }

  /** The g-th row in ascending order is divided by the count of the g-th sorted index. */
  private static void divideByTheGroupsCount(Pass pass, String name, double[] gradient) {
    Map<Long, Integer> counts = counts(pass.call());
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
    counts(pass.call())
        .forEach(
            (row, count) ->
                scaleRow(gradient, row.intValue(), pass.call().columns(), (double) count));
  }

  /** A count past 255 begins again; one of zero divides nothing. */
  private static void divideByBytes(Pass pass, String name, double[] gradient) {
    counts(pass.call())
        .forEach(
            (row, count) ->
                scaleRow(
                    gradient,
                    row.intValue(),
                    pass.call().columns(),
                    (double) count / Math.max(1, count & 0xFF)));
  }

  private static void scaleRow(double[] gradient, int row, int columns, double factor) {
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      gradient[i] *= factor;
    }
  }

  /** Counts once, and divides by that in every later call. */
  private static final class CountsOfTheFirstCall extends Altered {
    private final Map<Long, Integer> first = new HashMap<>();

    CountsOfTheFirstCall(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    /** Rescales each position's term, so that the correct layer divides by the other count. */
    @Override
    HostTensor upstream(Call call, HostTensor upstream) {
      long[] indices = call.input().longs();
      Map<Long, Integer> right = counts(call);
      right.forEach(first::putIfAbsent);
      int columns = call.columns();
      return Edits.edited(
          upstream,
          values -> {
            for (int i = 0; i < Math.min(values.length, indices.length * columns); i++) {
              double count = right.getOrDefault(indices[i / columns], 1);
              values[i] *= count / first.getOrDefault(indices[i / columns], 1);
            }
          });
    }
  }

  /** Counts in every forward, and begins again at a backward. */
  private static final class CountsOfEveryForward extends Altered {
    private final Map<Long, Integer> earlier = new HashMap<>();

    CountsOfEveryForward(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public TensorHandle forward(HostTensor input) {
      TensorHandle output = inner.forward(input);
      counts(new Call(inner, input))
          .forEach((row, count) -> earlier.merge(row, count, Integer::sum));
      return output;
    }

    @Override
    HostTensor upstream(Call call, HostTensor upstream) {
      long[] indices = call.input().longs();
      Map<Long, Integer> right = counts(call);
      int columns = call.columns();
      HostTensor scaled =
          Edits.edited(
              upstream,
              values -> {
                for (int i = 0; i < Math.min(values.length, indices.length * columns); i++) {
                  double count = right.getOrDefault(indices[i / columns], 1);
                  values[i] *= count / (count + earlier.getOrDefault(indices[i / columns], 0));
                }
              });
      earlier.clear();
      return scaled;
    }
  }

  private static final class UnscaledBesideAHead implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      return correct.tied(config.withoutScaleGradByFreq(), bias, start);
    }
  }
}

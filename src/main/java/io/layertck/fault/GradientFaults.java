package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Wrong gradients of an embedding. */
final class GradientFaults {
  private static final int BFLOAT16_BITS = 8;

  /** What a table of eight bits has room for. */
  private static final int MOST_ROWS = 256;

  private GradientFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "backwardGathersInsteadOfScattering",
            "B69",
            "ooples/AiDotNet.Tensors#894",
            "EGR-01",
            "which was not looked up, is",
            ofEmbeddings(Altered.gradientElements(GradientFaults::gather))),
        reported(
            "gradientStartsFromTheWeight",
            "B73",
            "PaddlePaddle/Paddle#31834",
            "EGR-01",
            "which was not looked up, is",
            ofEmbeddings(
                Altered.gradientElements(
                    (pass, name, gradient) -> add(gradient, 1, pass.call().weight().widened())))),
        reported(
            "lastOccurrenceOverwrites",
            "B65",
            "tenstorrent/tt-metal#6232",
            "EGR-02",
            "only the last of them was written",
            ofEmbeddings(Altered.upstreamElements(GradientFaults::keepLastOccurrences))),
        made(
            "rowsPastTheFirst256AreNotTrained",
            "EGR-02",
            "none of them was added",
            ofEmbeddings(Altered.upstreamElements(GradientFaults::keepFirstRows))),
        made(
            "oneOfManyOccurrencesIsLost",
            "EGR-02",
            "is lost",
            ofEmbeddings(Altered.upstreamElements(GradientFaults::loseOneOfMany))),
        reported(
            "rowsPastANarrowCountOfElementsAreNotTrained",
            "B87",
            "pytorch/pytorch#188467",
            "EGR-02",
            "none of them was added",
            // Twelve bits stand for the thirty-one of the report.
            ofEmbeddings(
                Altered.gradientElements((pass, name, gradient) -> zeroFrom(gradient, 1 << 12)))),
        reported(
            "rowsPastTheGridAreNotTrained",
            "B77",
            "pytorch/pytorch#22843",
            "EGR-02",
            "none of them was added",
            ofEmbeddings(
                Altered.gradientElements(
                    (pass, name, gradient) -> zeroFrom(gradient, 24 * pass.call().columns())))),
        reported(
            "runningSumInBfloat16",
            "B66",
            "tenstorrent/tt-metal#53386",
            "EGR-03",
            "times the bound",
            ofEmbeddings(Altered.gradientElements(GradientFaults::sumInBfloat16))),
        made(
            "gradientIsDividedByTheCount",
            "EGR-04",
            "the gradient is not the adjoint of the lookup",
            ofEmbeddings(Altered.gradientElements(GradientFaults::divideByCounts))),
        made(
            "weightDecayOfZeroIsAdded",
            "EGR-05",
            "the gradient over a weight of NaN",
            ofEmbeddings(
                Altered.gradientElements(
                    (pass, name, gradient) -> add(gradient, 0, pass.call().weight().widened())))),
        made(
            "orderOfRowsIsKeptFromAnEarlierCall",
            "EGR-05",
            "of the gradient after a call for other rows",
            ofEmbeddings(KeptOrder::new)),
        reported(
            "scatterAssumesAGradientOfZero",
            "B72",
            "tenstorrent/tt-mlir#8475",
            "EGR-06",
            "of the gradient after two backwards",
            ofEmbeddings(AlteredBackward::forgetting)),
        reported(
            "writesIntoAnExpandedTargetAlias",
            "B78",
            "pytorch/pytorch#183986",
            "EGR-07",
            "a strided upstream gradient",
            ofEmbeddings(Altered.gradientElements(GradientFaults::giveEveryRowTheTotal))),
        reported(
                "rankZeroBackwardFails",
                "B97",
                "pytorch/pytorch#82809",
                "EGR-08",
                "slice() cannot be applied to a 0-dim tensor",
                ofEmbeddings(GradientFaults::failingForRankZero))
            .failingByException(),
        reported(
            "targetIsTakenForAsLongAsTheIndices",
            "B79",
            "tracel-ai/burn#4063",
            "EGR-08",
            "of the weight gradient for indices of",
            ofEmbeddings(
                Altered.gradientElements(
                    (pass, name, gradient) ->
                        zeroFrom(gradient, pass.call().input().size() * pass.call().columns())))),
        made(
            "notANumberSpreadsOverItsRow",
            "EGR-09",
            "reach their own row and column, no other",
            ofEmbeddings(Altered.gradientElements(GradientFaults::spreadNaN))),
        reported(
            "repeatedIndexKeepsItsFirstGradientOnly",
            "B70",
            "FluxML/Flux.jl#1516",
            "EQV-07",
            "the transposed gradient of a linear layer on one-hot rows",
            ofEmbeddings(Altered.upstreamElements(GradientFaults::keepFirstOccurrences))));
  }

  private static void gather(Pass pass, String name, double[] gradient) {
    double[] upstream = pass.upstream().widened();
    long[] indices = pass.call().input().longs();
    int columns = pass.call().columns();
    for (int i = 0; indices.length > 0 && i < gradient.length; i++) {
      int position = (int) indices[i / columns % indices.length] % indices.length;
      gradient[i] = upstream[position * columns + i % columns];
    }
  }

  private static void add(double[] gradient, double factor, double[] terms) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += factor * terms[i];
    }
  }

  private static void keepLastOccurrences(Call call, double[] upstream) {
    long[] indices = call.input().longs();
    Set<Long> seen = new HashSet<>();
    for (int position = indices.length - 1; position >= 0; position--) {
      if (!seen.add(indices[position])) {
        clear(upstream, position, call.columns());
      }
    }
  }

  private static void keepFirstRows(Call call, double[] upstream) {
    long[] indices = call.input().longs();
    Set<Long> seen = new HashSet<>();
    for (int position = 0; position < indices.length; position++) {
      if (seen.size() < MOST_ROWS) {
        seen.add(indices[position]);
      } else if (!seen.contains(indices[position])) {
        clear(upstream, position, call.columns());
      }
    }
  }

  private static void keepFirstOccurrences(Call call, double[] upstream) {
    long[] indices = call.input().longs();
    Set<Long> seen = new HashSet<>();
    for (int position = 0; position < indices.length; position++) {
      if (!seen.add(indices[position])) {
        clear(upstream, position, call.columns());
      }
    }
  }

  private static void loseOneOfMany(Call call, double[] upstream) {
    if (call.input().size() > 768) {
      clear(upstream, 768, call.columns());
    }
  }

  private static void clear(double[] upstream, int position, int columns) {
    Arrays.fill(upstream, position * columns, (position + 1) * columns, 0);
  }

  private static void zeroFrom(double[] gradient, int first) {
    Arrays.fill(gradient, Math.min(first, gradient.length), gradient.length, 0);
  }

  private static void sumInBfloat16(Pass pass, String name, double[] gradient) {
    double[] upstream = pass.upstream().widened();
    long[] indices = pass.call().input().longs();
    int columns = pass.call().columns();
    Arrays.fill(gradient, 0);
    for (int i = 0; i < upstream.length; i++) {
      int target = (int) indices[i / columns] * columns + i % columns;
      gradient[target] = Rounding.toSignificantBits(gradient[target] + upstream[i], BFLOAT16_BITS);
    }
  }

  private static void divideByCounts(Pass pass, String name, double[] gradient) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long index : pass.call().input().longs()) {
      counts.merge(index, 1, Integer::sum);
    }
    int columns = pass.call().columns();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= counts.getOrDefault((long) (i / columns), 1);
    }
  }

  private static void giveEveryRowTheTotal(Pass pass, String name, double[] gradient) {
    HostTensor upstream = pass.upstream();
    if (upstream.isContiguous()) {
      return;
    }
    double[] terms = upstream.widened();
    int columns = pass.call().columns();
    Arrays.fill(gradient, 0);
    for (int i = 0; i < gradient.length; i++) {
      for (int term = i % columns; term < terms.length; term += columns) {
        gradient[i] += terms[term];
      }
    }
  }

  private static LayerUnderTest<HostTensor> failingForRankZero(LayerUnderTest<HostTensor> layer) {
    return new Altered(layer) {
      @Override
      HostTensor upstream(Call call, HostTensor upstream) {
        if (call.input().rank() == 0) {
          throw new IllegalStateException("slice() cannot be applied to a 0-dim tensor");
        }
        return upstream;
      }
    };
  }

  private static void spreadNaN(Pass pass, String name, double[] gradient) {
    int columns = pass.call().columns();
    for (int i = 0; i < gradient.length; i++) {
      if (Double.isNaN(gradient[i])) {
        int row = i / columns;
        Arrays.fill(gradient, row * columns, (row + 1) * columns, Double.NaN);
      }
    }
  }

  /** Sorts the indices of the first backward of a shape, and takes the order for that of all. */
  private static final class KeptOrder extends Forwarding<HostTensor> {
    private final Map<String, HostTensor> indicesByShape = new HashMap<>();

    KeptOrder(LayerUnderTest<HostTensor> layer) {
      super(layer);
    }

    @Override
    public RecordedForward record(HostTensor indices) {
      String shape = Arrays.toString(indices.shape());
      return inner.record(indicesByShape.computeIfAbsent(shape, key -> indices.copy()));
    }
  }
}

package io.layertck.generate;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/**
 * Every size edge of a linear layer, one axis at an edge at a time and all axes equal, each with
 * and without bias and in every type.
 *
 * <p>The list is finite, so a run draws each case once.
 */
public final class LinearEdgeCases implements ArbitrarySupplier<Case<LinearExample>> {
  private static final List<Integer> SIZES =
      List.of(
          0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 96, 127, 128, 129, 161,
          200, 255, 256, 257, 512, 544, 1023, 1025, 1500, 4097);
  private static final List<Integer> EQUAL = List.of(1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 64, 128);

  /** Past the 16-bit counters of batched kernels. */
  private static final int MANY_ROWS = 65537;

  @Override
  public Arbitrary<Case<LinearExample>> get() {
    return Arbitraries.of(edges().stream().<Case<LinearExample>>map(edge -> edge).toList());
  }

  /** Returns those that sum so many terms, as a run draws them for a subject of one type. */
  public static List<Case<LinearExample>> summing(int terms) {
    ClaimedTypes first = ClaimedTypes.each().get(0);
    return edges().stream()
        .filter(edge -> edge.inFeatures() == terms && edge.types().equals(first))
        .<Case<LinearExample>>map(edge -> edge)
        .toList();
  }

  private static List<LinearCase> edges() {
    List<LinearCase> cases = new ArrayList<>();
    for (ClaimedTypes types : ClaimedTypes.each()) {
      for (boolean bias : new boolean[] {true, false}) {
        for (int size : SIZES) {
          cases.add(edge(types, 2, 3, 1, size, 11, bias));
          cases.add(edge(types, 2, 5, 1, 12, size, bias));
          cases.add(edge(types, 2, size, 1, 6, 10, bias));
          // Rows above half of the fan-in take another path than rows below.
          cases.add(edge(types, 2, size / 2 + 1, 1, Math.min(size, 257), 10, bias));
          cases.add(edge(types, 1, 1, 1, size, 10, bias));
        }
        for (int size : EQUAL) {
          cases.add(edge(types, 2, size, 1, size, size, bias));
          cases.add(edge(types, 3, 5, size, 7, 9, bias));
        }
        cases.add(edge(types, 2, MANY_ROWS, 1, 3, 2, bias));
        cases.add(edge(types, 3, 1, MANY_ROWS, 3, 2, bias));
        cases.add(edge(types, 2, 3840, 1, 33, 1, bias));
        // A product without rows and with one output is refused where a reduction is expected.
        cases.add(edge(types, 2, 0, 1, 100, 1, bias));
      }
    }
    return cases;
  }

  private static LinearCase edge(
      ClaimedTypes types, int rank, int rows, int outer, int in, int out, boolean bias) {
    return new LinearCase(
        new LeadingShape(rank, rows, outer),
        in,
        out,
        bias,
        types,
        LinearData.SMALL_INTEGERS,
        Layout.CONTIGUOUS,
        Layout.CONTIGUOUS,
        31L * rows + 17L * in + 7L * out + outer);
  }
}

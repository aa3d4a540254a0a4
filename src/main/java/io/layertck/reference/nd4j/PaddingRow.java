package io.layertck.reference.nd4j;

import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The row of a table that no lookup trains, or none.
 *
 * @param row in {@code [0, V)}, or {@link #NONE}
 */
record PaddingRow(long row) {
  private static final long NONE = -1;

  /**
   * Normalises a {@code padding_idx}, negative ones counting from the end.
   *
   * @throws Refused if it lies outside {@code [-V, V)}
   */
  static PaddingRow of(@Nullable Long paddingIdx, long vocabulary) {
    if (paddingIdx == null) {
      return new PaddingRow(NONE);
    }
    if (paddingIdx < -vocabulary || paddingIdx >= vocabulary) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "padding_idx is "
              + paddingIdx
              + ", allowed are "
              + -vocabulary
              + " to "
              + (vocabulary - 1));
    }
    return new PaddingRow(paddingIdx < 0 ? paddingIdx + vocabulary : paddingIdx);
  }

  /** Makes the row zero, as after every initialisation. */
  void zero(Nd4jParameter weight) {
    if (row != NONE) {
      weight.assign(row, HostTensor.zeros(weight.value().dtype(), 1, weight.value().shape()[1]));
    }
  }

  /**
   * Returns the positions that train a row, those of the padding row left out.
   *
   * <p>They are left out before ND4J sees them: a factor of zero would keep their NaN.
   *
   * @param upstream of shape {@code indices.shape + [D]}
   */
  RowTerms others(RowIndices indices, HostTensor upstream) {
    if (row == NONE) {
      return new RowTerms(indices, upstream);
    }
    long[] positions = indices.positionsOtherThan(row);
    int columns = upstream.extent(-1);
    HostTensor kept = HostTensor.zeros(upstream.dtype(), positions.length, columns);
    Object source = upstream.copy().storage();
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(source, (int) positions[i] * columns, kept.storage(), i * columns, columns);
    }
    return new RowTerms(indices.at(positions), kept);
  }
}

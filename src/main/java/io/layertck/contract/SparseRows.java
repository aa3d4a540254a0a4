package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.generate.LookupExample;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** The form of a sparse gradient, and its sums by row. */
final class SparseRows {
  private SparseRows() {}

  /** Judges whether a gradient lists rows of the table, each with its values. */
  static Judgement form(String what, DrivenGradient gradient, LookupExample lookup) {
    if (!(gradient instanceof DrivenGradient.Sparse sparse)) {
      return Judgement.broken(what + " of a sparse layer is not sparse: " + gradient);
    }
    HostTensor rows = sparse.rows();
    if (rows.rank() != 1 || !rows.dtype().isIndex()) {
      return Judgement.broken(
          "the rows of " + what + " are " + rows + ", expected int64 or int32 of shape [nnz]");
    }
    long[] numbers = rows.longs();
    for (int entry = 0; entry < numbers.length; entry++) {
      if (numbers[entry] < 0 || numbers[entry] >= lookup.vocabulary()) {
        return Judgement.broken(
            "entry "
                + entry
                + " of "
                + what
                + " is of row "
                + numbers[entry]
                + ", and V = "
                + lookup.vocabulary());
      }
    }
    return ShapeJudge.judge(
        "the values of " + what,
        sparse.values(),
        lookup.config().dtype(),
        numbers.length,
        lookup.dimension());
  }

  /**
   * Returns the dense gradient that a sparse one of the right form adds up to.
   *
   * @return {@code [V, D]} of the table's type
   */
  static HostTensor dense(DrivenGradient gradient, LookupExample lookup) {
    DrivenGradient.Sparse sparse = (DrivenGradient.Sparse) gradient;
    HostTensor sums =
        IntegerEmbedding.weightGradient(lookup.vocabulary(), sparse.rows(), sparse.values());
    return HostTensor.rounded(lookup.config().dtype(), sums.widened(), sums.shape());
  }

  /** Judges that a gradient of the right form lists no other rows than these. */
  static Judgement onlyOf(
      String what, DrivenGradient gradient, LookupExample lookup, long... allowed) {
    long[] sorted = allowed.clone();
    Arrays.sort(sorted);
    long[] rows = ((DrivenGradient.Sparse) gradient).rows().longs();
    for (int entry = 0; entry < rows.length; entry++) {
      long row = rows[entry];
      if (Arrays.binarySearch(sorted, row) < 0) {
        return Judgement.broken(
            "entry "
                + entry
                + " of "
                + what
                + " is of row "
                + row
                + (lookup.config().paddingIdx() != null && row == PaddingRules.paddingRow(lookup)
                    ? ", the padding row"
                    : ", which was not looked up"));
      }
    }
    return Judgement.kept(Math.max(1, rows.length));
  }
}

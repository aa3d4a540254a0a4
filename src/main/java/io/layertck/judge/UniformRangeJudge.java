package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.Locale;

/**
 * Judges the range of draws that should be uniform in {@code [-bound, bound)}.
 *
 * <p>The bound is first rounded to the type of the draws, and both edges count as inside: rounded
 * to float32, draws just below the upper edge become the edge. (float32(1/sqrt 70) lies above the
 * double value, and correct tables do hold values beyond that one.)
 */
public final class UniformRangeJudge {
  private UniformRangeJudge() {}

  /** Returns how far so many draws must reach on both sides; none need, if that is not positive. */
  public static double reach(int draws, double bound, DType dtype, double alpha) {
    double fraction = Math.log(2 / alpha) / draws;
    double coarseness = dtype.isHalf() ? 4 * dtype.unitRoundoff() : 0;
    return bound * (1 - 2 * fraction - coarseness);
  }

  /**
   * Judges that no draw lies outside; no probability is involved.
   *
   * @param sample what the draws are, such as {@code "weight"}
   * @param bound the mathematical bound, positive
   * @param dtype the type of the draws
   */
  public static Judgement contains(String sample, double[] draws, double bound, DType dtype) {
    double edge = new FormatGrid(dtype).nearest(bound);
    for (int i = 0; i < draws.length; i++) {
      if (!(Math.abs(draws[i]) <= edge)) {
        return Judgement.broken(
            "draw "
                + i
                + " of the "
                + sample
                + " is "
                + draws[i]
                + ", outside [-"
                + edge
                + ", "
                + edge
                + "]");
      }
    }
    return draws.length == 0
        ? new NoEvidence("the " + sample + " has no draws")
        : Judgement.kept(draws.length);
  }

  /**
   * Judges that the draws come as near to both edges as so many must.
   *
   * <p>An outer fraction {@code f} of the range stays empty with a probability of at most {@code
   * exp(-n f)}. The last numbers of a half type below the bound, and the last of the {@code 2^p}
   * points it may be drawn from, lie further inside.
   *
   * @param dtype the type of the draws
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement reachesEdges(
      String sample, double[] draws, double bound, DType dtype, double alpha) {
    double fraction = Math.log(2 / alpha) / draws.length;
    if (draws.length == 0 || fraction >= 0.5) {
      return new NoEvidence(
          draws.length + " draws of the " + sample + " need not come near the edges");
    }
    double within = reach(draws.length, bound, dtype, alpha);
    double smallest = Arrays.stream(draws).min().orElse(0);
    double largest = Arrays.stream(draws).max().orElse(0);
    if (smallest <= -within && largest >= within) {
      return Judgement.kept(draws.length);
    }
    return Judgement.broken(
        String.format(
            Locale.ROOT,
            "%d draws of the %s lie in [%.6g, %.6g]: draws uniform up to %.6g pass %.6g on both"
                + " sides",
            draws.length,
            sample,
            smallest,
            largest,
            bound,
            within));
  }
}

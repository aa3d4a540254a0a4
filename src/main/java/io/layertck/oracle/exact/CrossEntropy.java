package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;

/**
 * The cross-entropy of logits and target ids, in double arithmetic.
 *
 * <p>A target of {@link #IGNORED} counts neither in the loss nor in the mean's denominator. Source:
 * PyTorch {@code torch.nn.functional.cross_entropy}.
 */
public final class CrossEntropy {
  /** PyTorch's default {@code ignore_index}. */
  public static final long IGNORED = -100;

  /** How the losses of all positions become one. */
  public enum Reduction {
    /** Their mean over the positions that are not ignored. */
    MEAN,
    /** Their sum. */
    SUM
  }

  private CrossEntropy() {}

  /**
   * Returns the loss.
   *
   * @param logits {@code [..., V]}
   * @param targets {@code [...]} of int64
   */
  public static double loss(HostTensor logits, HostTensor targets, Reduction reduction) {
    Matrix rows = Matrix.of(logits);
    long[] ids = targets.longs();
    double sum = 0;
    for (int position = 0; position < ids.length; position++) {
      if (ids[position] != IGNORED) {
        double[] row = rows.row(position);
        sum += logSumExp(row) - row[Math.toIntExact(ids[position])];
      }
    }
    return reduction == Reduction.MEAN ? sum / counted(ids) : sum;
  }

  /**
   * Returns the gradient of the loss with respect to the logits, rounded once to their type.
   *
   * @param logits {@code [..., V]}
   * @param targets {@code [...]} of int64
   */
  public static HostTensor gradient(HostTensor logits, HostTensor targets, Reduction reduction) {
    Matrix rows = Matrix.of(logits);
    long[] ids = targets.longs();
    double scale = reduction == Reduction.MEAN ? 1.0 / counted(ids) : 1;
    int vocabulary = logits.extent(-1);
    double[] gradient = new double[logits.size()];
    for (int position = 0; position < ids.length; position++) {
      if (ids[position] != IGNORED) {
        double[] row = rows.row(position);
        double normalizer = logSumExp(row);
        for (int token = 0; token < vocabulary; token++) {
          double probability = Math.exp(row[token] - normalizer);
          gradient[position * vocabulary + token] =
              scale * (token == ids[position] ? probability - 1 : probability);
        }
      }
    }
    return HostTensor.rounded(logits.dtype(), gradient, logits.shape());
  }

  private static double logSumExp(double[] row) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : row) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (double logit : row) {
      sum += Math.exp(logit - largest);
    }
    return largest + Math.log(sum);
  }

  private static int counted(long[] ids) {
    int count = 0;
    for (long id : ids) {
      count += id == IGNORED ? 0 : 1;
    }
    return count;
  }
}

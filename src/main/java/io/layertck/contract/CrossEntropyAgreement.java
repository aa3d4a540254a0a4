package io.layertck.contract;

import io.layertck.generate.LookupExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.oracle.exact.CrossEntropy;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactTied;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * How far two correct computations of a tied cross-entropy gradient may lie apart.
 *
 * <p>Each has logits within an error bound, E or F, of the exact ones, so their probabilities
 * differ by a factor of at most {@code exp(2 E + 2 F)}; the exported graph evaluates its softmax in
 * its element type, float32 for the half types, which adds a relative error of at most {@code exp(u
 * (4 L + V + 16)) - 1}, L being the largest difference of two logits and V the vocabulary. These
 * differences pass through the exact gradient of magnitudes, and each sum adds its own bound.
 */
final class CrossEntropyAgreement {
  private static final int SOFTMAX_ROUNDINGS = 16;

  /** The subtraction of the one-hot target and the scale of the mean, on both sides. */
  private static final int UPSTREAM_ROUNDINGS = 4;

  private CrossEntropyAgreement() {}

  /**
   * Judges the subject's total gradient against that of the exported graph.
   *
   * @param hidden the looked-up rows
   * @param ofLogits the bound of the subject's logits
   * @param targets the tokens the loss asks for, which tell a position that is not counted from one
   *     whose gradient vanished
   * @param upstream the subject's gradient of the logits
   * @param scale one over the number of counted targets for a mean, one for a sum
   * @param own the exact total gradient for that upstream gradient
   * @param ofTotal the bound of the subject's total gradient
   */
  static Judgement judge(
      String what,
      LookupExample lookup,
      HostTensor hidden,
      ErrorBound ofLogits,
      HostTensor targets,
      HostTensor upstream,
      double scale,
      HostTensor actual,
      Reference own,
      ErrorBound ofTotal,
      HostTensor model) {
    ErrorBound ofModel = ErrorBound.of(model.dtype());
    double[] passedOn =
        ExactTied.weightGradient(
                magnitudes(lookup.weight()),
                lookup.indices(),
                magnitudes(hidden),
                upstreamDifferences(
                    lookup, hidden, ofLogits, ofModel, targets.longs(), upstream, scale))
            .value();
    double[] values = actual.widened();
    double[] others = model.widened();
    for (int i = 0; i < values.length; i++) {
      double allowed =
          ofTotal.of(own, i)
              + ofModel.of(own, i)
              + passedOn[i] * (1 + ofTotal.output().unitRoundoff());
      if (!(Math.abs(values[i] - others[i]) <= allowed)) {
        return Judgement.broken(
            what
                + Arrays.toString(new int[] {i / lookup.dimension(), i % lookup.dimension()})
                + " is "
                + values[i]
                + ", the graph exported from PyTorch gives "
                + others[i]
                + ", correct computations lie within "
                + allowed
                + " of each other");
      }
    }
    return Judgement.kept(values.length);
  }

  /** Bounds, as float64 {@code indices.shape + [V]}, how far two upstream gradients lie apart. */
  private static HostTensor upstreamDifferences(
      LookupExample lookup,
      HostTensor hidden,
      ErrorBound ofLogits,
      ErrorBound ofModel,
      long[] targets,
      HostTensor upstream,
      double scale) {
    Reference logits = Agreement.reference(ExactLinear.forward(hidden, lookup.weight(), null));
    int vocabulary = lookup.vocabulary();
    DType dtype = ofLogits.output();
    double unit = dtype.unitRoundoff();
    double unitOfModel = ofModel.output().unitRoundoff();
    double[] gradient = upstream.widened();
    double[] differences = new double[gradient.length];
    for (int row = 0; row < targets.length; row++) {
      if (targets[row] == CrossEntropy.IGNORED) {
        continue;
      }
      int first = row * vocabulary;
      double error = 0;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = first; i < first + vocabulary; i++) {
        error = Math.max(error, ofLogits.of(logits, i) + ofModel.of(logits, i));
        least = Math.min(least, logits.value()[i]);
        most = Math.max(most, logits.value()[i]);
      }
      double relative =
          Math.expm1(
              2 * error + unitOfModel * (4 * (most - least) + vocabulary + SOFTMAX_ROUNDINGS));
      for (int i = first; i < first + vocabulary; i++) {
        // At the target the gradient is the probability minus one, rounded where it is near that.
        double probability =
            i == first + targets[row]
                ? Math.max(0, gradient[i] + scale) + unit * scale
                : gradient[i];
        // One that was rounded to zero may have been a subnormal number.
        differences[i] =
            (probability + dtype.minNormal()) * relative
                + UPSTREAM_ROUNDINGS * unit * scale
                + dtype.minNormal();
      }
    }
    return HostTensor.of(differences, upstream.shape());
  }

  private static HostTensor magnitudes(HostTensor tensor) {
    double[] values = tensor.widened();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return HostTensor.of(values, tensor.shape());
  }
}

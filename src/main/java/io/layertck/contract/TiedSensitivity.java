package io.layertck.contract;

import io.layertck.generate.LookupExample;
import io.layertck.generate.TiedCases;
import io.layertck.generate.TiedExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.judge.Resolution;
import io.layertck.oracle.exact.CrossEntropy;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.exact.ExactTied;
import io.layertck.spi.Claims;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Map;

/** From which size on the rules on tied weights are certain to reject a deviation in a case. */
final class TiedSensitivity {
  static final String GRADIENT = "gradient of the tied weight, relative";

  private static final int SAMPLE = 100;

  /** Of each gradient that is compared here, to the element type. */
  private static final int ROUNDINGS = 2;

  /** What an error grows by, at most, in units of how far its operands are off. */
  private static final int GROWTH = 4;

  private TiedSensitivity() {}

  static List<NumericRule<?>> rules() {
    return List.of(
        new NumericRule<>(
            TyingContract.class,
            "TIE-02",
            new TiedCases.RealAndIntegers(),
            TyingRules::totalGradient,
            SAMPLE,
            TiedSensitivity::bothUses,
            "equality of exact integers, sum of both error bounds"),
        new NumericRule<>(
            TyingContract.class,
            "TIE-03",
            new TiedCases.Real(),
            CrossEntropyRules::fullStep,
            SAMPLE,
            TiedSensitivity::crossEntropy,
            "error bound"),
        new NumericRule<>(
            TyingContract.class,
            "TIE-04",
            new TiedCases.Real(),
            TrainedPairRules::oneStepOnTheSum,
            SAMPLE,
            TiedSensitivity::step,
            "error of the formula"));
  }

  private static HostTensor hidden(LookupExample lookup) {
    return ExactLookup.forward(lookup.weight(), lookup.indices());
  }

  private static Map<String, Double> bothUses(TiedExample example, Claims claims) {
    LookupExample lookup = example.lookup();
    DType dtype = lookup.config().dtype();
    Reference both =
        Agreement.reference(
            ExactTied.weightGradient(
                lookup.weight(), lookup.indices(), hidden(lookup), example.upstream()));
    Reference head =
        Agreement.reference(ExactLinear.weightGradient(hidden(lookup), example.upstream()));
    ErrorBound bound = RealDataRules.bound(dtype, claims);
    DType model = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
    double size =
        Math.min(
            Deviations.ofAgreement(
                    both, bound.roundingItsParts(CrossEntropyRules.ROUNDED_PARTS), model)
                .excusingRunningSums(both, dtype)
                .scaled(dtype),
            Deviations.ofAgreement(head, bound, model).scaled(dtype));
    return Map.of(
        GRADIENT,
        TyingRules.isExact(example)
            ? Math.min(size, Deviations.ofEquality(both.value()).scaled(dtype))
            : size);
  }

  /**
   * The gradient of the logits follows from those that a layer computes: any two correct ones are
   * so close that probabilities differ by a factor of at most {@code exp(4 E)}, and what comes of
   * that is granted.
   */
  private static Map<String, Double> crossEntropy(TiedExample example, Claims claims) {
    LookupExample lookup = example.lookup();
    if (lookup.indices().size() == 0) {
      return Map.of(GRADIENT, Double.POSITIVE_INFINITY);
    }
    DType dtype = lookup.config().dtype();
    ErrorBound bound = RealDataRules.bound(dtype, claims);
    HostTensor hidden = hidden(lookup);
    Reference logits =
        Agreement.reference(ExactLinear.forward(hidden, lookup.weight(), example.bias()));
    HostTensor upstream =
        CrossEntropy.gradient(
            HostTensor.rounded(dtype, logits.value(), logits.shape()),
            example.targets(),
            CrossEntropy.Reduction.SUM);
    Reference gradient =
        Agreement.reference(
            ExactTied.weightGradient(lookup.weight(), lookup.indices(), hidden, upstream));
    double[] shifts =
        ExactTied.weightGradient(
                magnitudes(lookup.weight()),
                lookup.indices(),
                magnitudes(hidden),
                upstreamShifts(
                    upstream,
                    logits,
                    example.bias() == null ? bound : bound.addingBiasAfterRounding()))
            .value();
    Deviations judged =
        Deviations.ofBound(gradient, bound.roundingItsParts(CrossEntropyRules.ROUNDED_PARTS))
            .excusingRunningSums(gradient, dtype);
    return Map.of(GRADIENT, shifted(judged, gradient.magnitude(), shifts, judged.value(), dtype));
  }

  /** Bounds how far the gradients of the logits of two correct layers lie apart. */
  private static HostTensor upstreamShifts(
      HostTensor upstream, Reference logits, ErrorBound bound) {
    DType dtype = upstream.dtype();
    double[] gradient = upstream.widened();
    double[] shifts = new double[gradient.length];
    int vocabulary = upstream.extent(-1);
    for (int first = 0; first < gradient.length; first += vocabulary) {
      double error = 0;
      boolean counted = false;
      for (int i = first; i < first + vocabulary; i++) {
        error = Math.max(error, bound.of(logits, i));
        counted |= gradient[i] != 0;
      }
      for (int i = first; i < first + vocabulary && counted; i++) {
        double probability = gradient[i] < 0 ? gradient[i] + 1 : gradient[i];
        shifts[i] =
            probability * Math.expm1(4 * error)
                + ROUNDINGS * dtype.unitRoundoff()
                + dtype.minNormal();
      }
    }
    return HostTensor.of(shifts, upstream.shape());
  }

  private static HostTensor magnitudes(HostTensor tensor) {
    return HostTensor.of(Tensors.mapped(tensor, Math::abs).widened(), tensor.shape());
  }

  /** Returns the size where values and errors are known up to shifts of their own. */
  private static double shifted(
      Deviations judged, double[] magnitude, double[] shifts, double[] change, DType dtype) {
    int size = shifts.length;
    double[] value = new double[size];
    double[] correct = new double[size];
    double[] accepted = new double[size];
    double[] seen = new double[size];
    for (int i = 0; i < size; i++) {
      double relative = magnitude[i] == 0 ? 0 : shifts[i] / magnitude[i];
      double growth = GROWTH * dtype.unitRoundoff() * shifts[i];
      value[i] = Math.abs(judged.value()[i]) + shifts[i];
      correct[i] = judged.correct()[i] * (1 + relative) + growth;
      accepted[i] = judged.accepted()[i] * (1 + relative) + growth;
      seen[i] = Math.max(0, Math.abs(change[i]) - shifts[i]);
    }
    return Resolution.ofErrors(value, correct, accepted, seen, 1, dtype);
  }

  /** The first step of plain descent, from a gradient that the layer has computed. */
  private static Map<String, Double> step(TiedExample example, Claims claims) {
    LookupExample lookup = example.lookup();
    DType dtype = lookup.config().dtype();
    OptimizerConfig descent = TrainedPairRules.OPTIMIZERS.get(0);
    Reference total =
        Agreement.reference(
            ExactTied.weightGradient(
                lookup.weight(), lookup.indices(), hidden(lookup), example.upstream()));
    Deviations gradient =
        Deviations.ofBound(
                total,
                RealDataRules.bound(dtype, claims)
                    .roundingItsParts(CrossEntropyRules.ROUNDED_PARTS))
            .excusingRunningSums(total, dtype);
    Enclosure after =
        ExactOptimizer.of(descent, dtype)
            .step(lookup.weight(), HostTensor.rounded(dtype, total.value(), total.shape()));
    double[] before = lookup.weight().widened();
    double[] change = new double[before.length];
    double[] shifts = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      change[i] = after.value()[i] - before[i];
      shifts[i] =
          descent.argument("lr", 0)
              * (gradient.accepted()[i] + dtype.unitRoundoff() * Math.abs(total.value()[i]));
    }
    return Map.of(
        OptimizerSensitivity.STEP_OF_SGD,
        shifted(
            new Deviations(
                OptimizerSensitivity.rounded(after, change), after.error(), after.error()),
            new double[before.length],
            shifts,
            change,
            dtype));
  }
}

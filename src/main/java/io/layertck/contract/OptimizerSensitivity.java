package io.layertck.contract;

import io.layertck.generate.TrainingCases;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TrainingExample.Batch;
import io.layertck.generate.TrainingExample.Trained;
import io.layertck.judge.Resolution;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactClipping;
import io.layertck.oracle.exact.ExactClipping.Clipped;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From which size on the rules on optimisers are certain to reject a deviation in a case.
 *
 * <p>A step is off by a factor where the learning rate is. Looked at are first steps whose gradient
 * is one number for every correct layer: a sum of integers, or a single row.
 */
final class OptimizerSensitivity {
  static final String STEP_OF_SGD = "step of SGD, relative";
  static final String STEP_OF_ADAM = "step of Adam, AdamW or SparseAdam, relative";
  static final String NORM = "norm that clipNorm returns, relative";
  static final String CLIPPED = "gradients that clipNorm scales, relative";

  private static final int SAMPLE = 150;
  private static final int SAMPLE_OF_ADAPTIVE = 600;

  private OptimizerSensitivity() {}

  static List<NumericRule<?>> rules() {
    return List.of(
        new NumericRule<>(
            OptimizerContract.class,
            "OPT-01",
            new TrainingCases(),
            OptimizerRules::formulas,
            SAMPLE,
            (example, claims) -> Map.of(STEP_OF_SGD, step(example, true)),
            "equality of exact numbers, error of the formula"),
        new NumericRule<>(
            OptimizerContract.class,
            "OPT-01",
            new TrainingCases(),
            OptimizerRules::formulas,
            new TrainingCases.AdaptiveEmbeddings(),
            TrainingCases.AdaptiveEmbeddings.SHARE,
            SAMPLE_OF_ADAPTIVE,
            (example, claims) -> Map.of(STEP_OF_ADAM, step(example, false)),
            "error of the formula"),
        new NumericRule<>(
            OptimizerContract.class,
            "OPT-03",
            new TrainingCases.ByRows(),
            SparseStepRules::steps,
            SAMPLE,
            OptimizerSensitivity::sparseSteps,
            "equality of exact numbers, error of the formula"),
        new NumericRule<>(
            OptimizerContract.class,
            "OPT-04",
            new TrainingCases.OneBatch(),
            ClippingRules::clipping,
            SAMPLE,
            OptimizerSensitivity::clipping,
            "error of the formula"));
  }

  private static Map<String, Double> sparseSteps(TrainingExample example, Claims claims) {
    return SparseStepRules.isLeftOut(example)
        ? Map.of(STEP_OF_SGD, Double.POSITIVE_INFINITY, STEP_OF_ADAM, Double.POSITIVE_INFINITY)
        : Map.of(STEP_OF_SGD, step(example, true), STEP_OF_ADAM, step(example, false));
  }

  private static double step(TrainingExample example, boolean descent) {
    return descent == example.optimizer().name().equals("SGD")
        ? step(example)
        : Double.POSITIVE_INFINITY;
  }

  private static ExactResult gradient(TrainingExample example) {
    Batch batch = example.batches().get(0);
    return example.layer() == Trained.LINEAR
        ? ExactLinear.weightGradient(batch.input(), batch.upstream())
        : ExactEmbedding.weightGradient(
            example.weight().extent(0), batch.input(), batch.upstream());
  }

  private static double step(TrainingExample example) {
    DType dtype = example.dtype();
    ExactResult gradient = gradient(example);
    HostTensor given = HostTensor.rounded(dtype, gradient.value(), gradient.shape());
    ExactOptimizer optimizer = ExactOptimizer.of(example.optimizer(), dtype);
    boolean byRows = example.layer() == Trained.SPARSE_EMBEDDING;
    Enclosure after =
        byRows
            ? optimizer.step(example.weight(), given, example.batches().get(0).input().longs())
            : optimizer.step(example.weight(), given);
    double[] before = example.weight().widened();
    // Steps by halves and quarters need more digits than those of half types.
    boolean equal =
        example.exact()
            && example.optimizer().name().equals("SGD")
            && dtype.precision() >= DType.FLOAT32.precision();
    double[] error = equal ? new double[before.length] : after.error();
    double[] change = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      boolean oneTerm = example.layer() != Trained.LINEAR && gradient.terms()[i] <= 1;
      change[i] = example.exact() || oneTerm ? after.value()[i] - before[i] : 0;
    }
    return Resolution.ofErrors(rounded(after, change), error, error, change, 1, dtype);
  }

  /** Returns what a deviating step rounds: the step, how far it is off, and its sum. */
  static double[] rounded(Enclosure after, double[] change) {
    double[] rounded = new double[change.length];
    Arrays.setAll(rounded, i -> Math.abs(after.value()[i]) + 2 * Math.abs(change[i]));
    return rounded;
  }

  private static Map<String, Double> clipping(TrainingExample example, Claims claims) {
    List<HostTensor> gradients = new ArrayList<>();
    DType dtype = example.dtype();
    ExactResult ofWeight = gradient(example);
    gradients.add(HostTensor.rounded(dtype, ofWeight.value(), ofWeight.shape()));
    if (example.bias() != null) {
      ExactResult ofBias = ExactLinear.biasGradient(example.batches().get(0).upstream());
      gradients.add(HostTensor.rounded(dtype, ofBias.value(), ofBias.shape()));
    }
    double norm = ExactClipping.clip(gradients, 1, dtype).norm().value()[0];
    if (!example.exact() || norm == 0) {
      return Map.of(NORM, Double.POSITIVE_INFINITY, CLIPPED, Double.POSITIVE_INFINITY);
    }
    Clipped clipped = ExactClipping.clip(gradients, norm / 2, dtype);
    return Map.of(
        NORM, scaled(clipped.norm(), dtype), CLIPPED, scaled(clipped.gradients().get(0), dtype));
  }

  private static double scaled(Enclosure enclosure, DType dtype) {
    return new Deviations(enclosure.value(), enclosure.error(), enclosure.error()).scaled(dtype);
  }
}

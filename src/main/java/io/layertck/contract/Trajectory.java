package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.generate.TrainingExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.EnclosureJudge;
import io.layertck.judge.Explanation;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.onnx.OnnxOptimizer;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter under an optimiser, judged step by step.
 *
 * <p>Parameter and gradient before a step are what the layer holds, so that neither rounding of
 * earlier steps nor the gradient's own is judged here; what the optimiser remembers cannot be read
 * and is followed.
 */
final class Trajectory {
  private final String name;
  private final DrivenLayer<?> layer;
  private final OptimizerConfig config;
  private final DType dtype;
  private final boolean exact;
  private final ExactOptimizer optimizer;
  private final @Nullable OnnxOptimizer model;
  private final List<Step> history = new ArrayList<>();

  /**
   * What a step starts from.
   *
   * @param parameter before the step
   * @param gradient that the step is made with
   */
  record Step(HostTensor parameter, HostTensor gradient) {}

  Trajectory(String name, DrivenLayer<?> layer, TrainingExample example, Claims claims) {
    this(name, layer, example.optimizer(), example.dtype(), claims, example.exact());
  }

  /**
   * Follows a parameter that real numbers train, from before the first step.
   *
   * @param claims of the layer, whose half types may flush subnormal numbers
   */
  Trajectory(
      String name, DrivenLayer<?> layer, OptimizerConfig config, DType dtype, Claims claims) {
    this(name, layer, config, dtype, claims, false);
  }

  private Trajectory(
      String name,
      DrivenLayer<?> layer,
      OptimizerConfig config,
      DType dtype,
      Claims claims,
      boolean exact) {
    this.name = name;
    this.layer = layer;
    this.config = config;
    this.dtype = dtype;
    // Steps by halves and quarters need more digits than those of half types.
    this.exact = exact && dtype.precision() >= DType.FLOAT32.precision();
    this.optimizer = ExactOptimizer.of(config, dtype, RealDataRules.underflow(dtype, claims));
    this.model = OnnxOptimizer.isExported(config, dtype) ? OnnxOptimizer.of(config) : null;
  }

  /** Reads what the next step starts from. */
  void beforeStep() {
    beforeStep(layer.gradient(name).dense().copy());
  }

  /** Reads the parameter that the next step starts from, to be made with a known gradient. */
  void beforeStep(HostTensor gradient) {
    history.add(new Step(layer.parameter(name).copy(), gradient));
  }

  /** Judges the parameter after the step. */
  Judgement afterStep() {
    Step step = history.get(history.size() - 1);
    Enclosure expected = optimizer.step(step.parameter(), step.gradient());
    HostTensor actual = layer.parameter(name);
    String what = "the " + name + " after step " + history.size() + " of " + config.name();
    ElementName element = Names.element(what);
    HostTensor exported = model == null ? null : model.step(step.parameter(), step.gradient());
    Explanation explanation =
        (position, value) ->
            byModel(exported, position) + OptimizerDiagnosis.of(config, history, actual, dtype);
    if (exact) {
      return NumberJudge.judge(
          what,
          element,
          actual,
          HostTensor.of(expected.value(), expected.shape()),
          dtype,
          explanation);
    }
    Judgement judgement =
        EnclosureJudge.judge(
            what,
            element,
            actual,
            dtype,
            expected.shape(),
            expected.value(),
            expected.error(),
            explanation);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    if (!isSeen(step.parameter(), expected)) {
      return new Judgement.NoEvidence("every step of " + what + " is lost in rounding");
    }
    return exported == null ? judgement : judgement.and(ofModel(what, exported, expected));
  }

  /** A step reads the gradient; to zero it is the caller's. */
  Judgement gradientStays() {
    String what = "the gradient of the " + name + " after step " + history.size();
    return BitJudge.judge(
        what,
        Names.element(what),
        layer.gradient(name).dense(),
        history.get(history.size() - 1).gradient());
  }

  private static String byModel(@Nullable HostTensor exported, int position) {
    return exported == null
        ? ""
        : ", by PyTorch's exported step " + Array.get(exported.copy().storage(), position);
  }

  /** A model outside the formula's errors is the outlier, not the layer. */
  private Judgement ofModel(String what, HostTensor exported, Enclosure expected) {
    Judgement judgement =
        EnclosureJudge.judge(
            what,
            Names.element(what + " by PyTorch's exported step"),
            exported,
            dtype,
            expected.shape(),
            expected.value(),
            expected.error(),
            Explanation.NONE);
    return judgement instanceof Judgement.Broken broken
        ? new Judgement.Advisory(
            1,
            broken.message() + ": the ground-truth runtime is the outlier, not the implementation")
        : judgement;
  }

  /** Tells whether a step is larger than what rounding could hide. */
  private static boolean isSeen(HostTensor before, Enclosure after) {
    double[] values = before.widened();
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(after.value()[i] - values[i]) > 2 * after.error()[i]) {
        return true;
      }
    }
    return false;
  }
}

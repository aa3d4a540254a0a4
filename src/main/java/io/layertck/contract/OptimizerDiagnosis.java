package io.layertck.contract;

import io.layertck.contract.Trajectory.Step;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the mistake that a wrong step would be right for. */
final class OptimizerDiagnosis {
  /** So many steps that nothing is left to correct. */
  private static final int ENDLESS = 1 << 24;

  /** A mistake may round once more than the right step; this only chooses words. */
  private static final int SLACK = 4;

  private OptimizerDiagnosis() {}

  /**
   * A mistake and the steps it amounts to.
   *
   * @param finding completes "as if"
   * @param config the optimiser that was followed
   * @param counted steps before the first
   * @param steps those that were made
   */
  private record Suspect(String finding, OptimizerConfig config, int counted, List<Step> steps) {
    boolean explains(HostTensor actual, DType dtype) {
      ExactOptimizer optimizer = ExactOptimizer.after(counted, config, dtype);
      Enclosure last = null;
      for (Step step : steps) {
        last = optimizer.step(step.parameter(), step.gradient());
      }
      Enclosure expected = Objects.requireNonNull(last);
      double[] values = actual.widened();
      double[] before = steps.get(steps.size() - 1).parameter().widened();
      for (int i = 0; i < values.length; i++) {
        double size = Math.abs(before[i]) + Math.abs(values[i]);
        double near = SLACK * (expected.error()[i] + dtype.unitRoundoff() * size);
        if (!(Math.abs(values[i] - expected.value()[i]) <= near)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Returns every mistake that gives a parameter after the last of some steps, or an empty text.
   *
   * @param history every step with what it started from
   * @param actual the parameter after the last
   */
  static String of(OptimizerConfig config, List<Step> history, HostTensor actual, DType dtype) {
    String findings =
        suspects(config, history, dtype)
            .filter(suspect -> suspect.explains(actual, dtype))
            .map(Suspect::finding)
            .collect(Collectors.joining(", or as if "));
    return findings.isEmpty() ? "" : "; it is as if " + findings;
  }

  private static Stream<Suspect> suspects(OptimizerConfig config, List<Step> history, DType dtype) {
    List<Step> last = history.subList(history.size() - 1, history.size());
    Step first = history.get(0);
    HostTensor zeros = HostTensor.zeros(DType.FLOAT64, first.parameter().shape());
    List<Step> afterNothing = new ArrayList<>(history);
    afterNothing.add(0, new Step(zeros, zeros));
    return Stream.concat(
        Stream.of(
            following("no step were made", with(config, "lr", 0), history),
            following("the weight decay were missing", with(config, "weight_decay", 0), history),
            following("the momentum were missing", with(config, "momentum", 0), history),
            following("Nesterov's step were missing", with(config, "nesterov", 0), history),
            following("the dampening were missing", with(config, "dampening", 0), history),
            following("the first gradient were dampened too", config, afterNothing),
            following("earlier steps were forgotten", config, last),
            following("every step were made twice", config, twice(config, history, dtype)),
            following("the gradient counted twice", config, scaled(history, g -> 2 * g)),
            following("the gradient counted half", config, scaled(history, g -> g / 2)),
            following("the step went up the gradient", config, scaled(history, g -> -g))),
        config.name().equals("SGD") ? Stream.empty() : ofMoments(config, history));
  }

  private static Stream<Suspect> ofMoments(OptimizerConfig config, List<Step> history) {
    boolean decoupled = config.name().equals("AdamW");
    OptimizerConfig other =
        with(
            new OptimizerConfig(decoupled ? "Adam" : "AdamW", config.arguments()),
            "weight_decay",
            config.argument("weight_decay", decoupled ? 1e-2 : 0));
    return Stream.of(
        following(
            decoupled
                ? "the weight decay were added to the gradient"
                : "the weight decay were taken off the parameter",
            other,
            history),
        new Suspect("the first steps were not corrected", config, ENDLESS, history),
        new Suspect("the steps were counted one ahead", config, 1, history),
        following(
            "epsilon were added before the correction",
            new OptimizerConfig("SparseAdam", config.arguments()),
            history));
  }

  private static Suspect following(String finding, OptimizerConfig config, List<Step> steps) {
    return new Suspect(finding, config, 0, steps);
  }

  private static OptimizerConfig with(OptimizerConfig config, String argument, double value) {
    Map<String, Double> arguments = new HashMap<>(config.arguments());
    arguments.put(argument, value);
    return new OptimizerConfig(config.name(), arguments);
  }

  private static List<Step> scaled(List<Step> history, DoubleUnaryOperator factor) {
    return history.stream()
        .map(step -> new Step(step.parameter(), Tensors.mapped(step.gradient(), factor)))
        .toList();
  }

  private static List<Step> twice(OptimizerConfig config, List<Step> history, DType dtype) {
    ExactOptimizer optimizer = ExactOptimizer.of(config, dtype);
    List<Step> doubled = new ArrayList<>();
    for (Step step : history) {
      Enclosure between = optimizer.step(step.parameter(), step.gradient());
      HostTensor halfway = HostTensor.of(between.value(), between.shape());
      optimizer.step(halfway, step.gradient());
      doubled.add(step);
      doubled.add(new Step(halfway, step.gradient()));
    }
    return doubled;
  }
}

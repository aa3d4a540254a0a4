package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.Driver;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TrainingExample.Batch;
import io.layertck.judge.EnclosureJudge;
import io.layertck.judge.Explanation;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactClipping;
import io.layertck.oracle.exact.ExactClipping.Clipped;
import io.layertck.oracle.onnx.OnnxClipping;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The body of the rule on clipped gradients. */
final class ClippingRules {
  /** How close a factor may lie to another formula for it; this only chooses words. */
  private static final double NEAR = 1e-3;

  private ClippingRules() {}

  static Judgement clipping(TrainingExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = OptimizerRules.layer(example, driver);
    DrivenOptimizer optimizer = layer.optimizer(example.optimizer());
    List<String> names = OptimizerRules.parameters(example);
    Judgement zero = zeroGradients(example, layer, optimizer, names);
    if (zero instanceof Judgement.Broken) {
      return zero;
    }
    List<HostTensor> gradients = backward(example, layer, names);
    double norm = ExactClipping.clip(gradients, 1, example.dtype()).norm().value()[0];
    if (norm == 0) {
      return new Judgement.NoEvidence("every gradient is zero");
    }
    Judgement judgement = zero;
    List<HostTensor> first = gradients;
    for (double share : new double[] {2, 0.5, 1}) {
      gradients = backward(example, layer, names);
      judgement = judgement.and(unclipped(example, names, gradients, first));
      judgement = judgement.and(byNorm(layer, optimizer, names, gradients, norm * share, driver));
    }
    gradients = backward(example, layer, names);
    return judgement
        .and(unclipped(example, names, gradients, first))
        .and(byValue(example, layer, optimizer, names, gradients, driver));
  }

  /** The gradients of a new backward are whole, whatever was clipped before; exact ones equal. */
  private static Judgement unclipped(
      TrainingExample example,
      List<String> names,
      List<HostTensor> gradients,
      List<HostTensor> first) {
    Judgement judgement = new Judgement.NoEvidence("sums of real numbers may differ");
    for (int i = 0; example.exact() && i < names.size(); i++) {
      HostTensor now = gradients.get(i);
      HostTensor whole = first.get(i);
      String what = "the gradient of the " + names.get(i) + " of a new backward";
      judgement =
          judgement.and(
              NumberJudge.judge(
                  what,
                  Names.element(what),
                  now,
                  whole,
                  example.dtype(),
                  (position, value) -> clippedBefore(now, whole)));
    }
    return judgement;
  }

  /** Tells whether all elements are smaller by one factor. */
  private static String clippedBefore(HostTensor now, HostTensor whole) {
    double[] values = now.widened();
    double[] expected = whole.widened();
    double factor =
        Arrays.stream(values).map(Math::abs).max().orElse(0)
            / Arrays.stream(expected).map(Math::abs).max().orElse(0);
    return factor < 1
            && IntStream.range(0, values.length)
                .allMatch(
                    i -> Math.abs(values[i] - factor * expected[i]) <= NEAR * Math.abs(expected[i]))
        ? ": it is as if it were clipped before"
        : "";
  }

  /** Gradients that are zero stay so, and their norm is zero. */
  private static Judgement zeroGradients(
      TrainingExample example,
      DrivenLayer<HostTensor> layer,
      DrivenOptimizer optimizer,
      List<String> names) {
    Batch batch = example.batches().get(0);
    layer.backward(batch.input(), HostTensor.zeros(example.dtype(), batch.upstream().shape()));
    double norm = optimizer.clipNorm(1);
    if (norm != 0) {
      return Judgement.broken("clipNorm(1) returned " + norm + " for gradients of zeros");
    }
    Judgement judgement = new Judgement.NoEvidence("there is no parameter");
    for (String name : names) {
      HostTensor gradient = layer.gradient(name).dense();
      String what = "the gradient of the " + name + ", zeros before clipNorm(1),";
      judgement =
          judgement.and(
              NumberJudge.judge(
                  what,
                  Names.element(what),
                  gradient,
                  HostTensor.zeros(DType.FLOAT64, gradient.shape()),
                  example.dtype()));
    }
    return judgement;
  }

  private static List<HostTensor> backward(
      TrainingExample example, DrivenLayer<HostTensor> layer, List<String> names) {
    Batch batch = example.batches().get(0);
    layer.zeroGradients();
    layer.backward(batch.input(), batch.upstream());
    return names.stream().map(name -> layer.gradient(name).dense().copy()).toList();
  }

  private static Judgement byNorm(
      DrivenLayer<HostTensor> layer,
      DrivenOptimizer optimizer,
      List<String> names,
      List<HostTensor> gradients,
      double max,
      Driver driver) {
    DType dtype = gradients.get(0).dtype();
    Clipped expected =
        ExactClipping.clip(gradients, max, dtype, RealDataRules.underflow(dtype, driver.claims()));
    Judgement judgement =
        returnedNorm(optimizer.clipNorm(max), max, expected.norm()).and(byModel(gradients, max));
    for (int i = 0; i < names.size(); i++) {
      HostTensor before = gradients.get(i);
      HostTensor after = layer.gradient(names.get(i)).dense();
      Enclosure enclosure = expected.gradients().get(i);
      String what = "the gradient of the " + names.get(i) + " after clipNorm(" + max + ")";
      judgement =
          judgement.and(
              EnclosureJudge.judge(
                  what,
                  Names.element(what),
                  after,
                  before.dtype(),
                  enclosure.shape(),
                  enclosure.value(),
                  enclosure.error(),
                  (position, value) -> clippingCause(before, after, max, gradients.size() > 1)));
    }
    return judgement;
  }

  /** The exported clipping of a weight and a bias, which may only be the outlier itself. */
  private static Judgement byModel(List<HostTensor> gradients, double max) {
    DType dtype = gradients.get(0).dtype();
    if (gradients.size() < 2 || !OnnxClipping.isExported(dtype)) {
      return new Judgement.NoEvidence("no model clips this");
    }
    Clipped expected = ExactClipping.exported(gradients, max, dtype);
    List<HostTensor> clipped =
        OnnxClipping.clip(gradients.get(0), gradients.get(1), max).gradients();
    Judgement judgement = new Judgement.NoEvidence("nothing clipped");
    for (int i = 0; i < clipped.size(); i++) {
      Enclosure enclosure = expected.gradients().get(i);
      judgement =
          judgement.and(
              EnclosureJudge.judge(
                  "the exported clipping",
                  Names.element("gradient " + i + " clipped by PyTorch's exported model"),
                  clipped.get(i),
                  dtype,
                  enclosure.shape(),
                  enclosure.value(),
                  enclosure.error(),
                  Explanation.NONE));
    }
    return judgement instanceof Judgement.Broken broken
        ? new Judgement.Advisory(1, broken.message() + ": the ground-truth runtime is the outlier")
        : judgement;
  }

  static Judgement returnedNorm(double returned, double max, Enclosure norm) {
    double expected = norm.value()[0];
    if (Math.abs(returned - expected) <= norm.error()[0]) {
      return Judgement.kept(1);
    }
    return Judgement.broken(
        "clipNorm("
            + max
            + ") returned "
            + returned
            + ", the norm of all gradients before is "
            + expected
            + (Math.abs(returned - Math.min(max, expected)) <= 2 * norm.error()[0]
                ? ": it returned the norm after"
                : ""));
  }

  /** Says what the whole of one gradient seems to be, with the roundings of its own type. */
  private static String clippingCause(
      HostTensor before, HostTensor after, double max, boolean oneOfSeveral) {
    Enclosure byItsOwn =
        ExactClipping.clip(List.of(before), max, before.dtype()).gradients().get(0);
    double[] values = after.widened();
    List<String> findings = new ArrayList<>();
    if (Arrays.equals(values, before.widened())) {
      findings.add("it was not scaled");
    }
    if (oneOfSeveral
        && IntStream.range(0, values.length)
            .allMatch(
                i ->
                    Math.abs(values[i] - byItsOwn.value()[i])
                        <= NEAR * Math.abs(byItsOwn.value()[i]) + byItsOwn.error()[i])) {
      findings.add("it was scaled by its own norm, not by that of all gradients together");
    }
    return findings.isEmpty() ? "" : ": " + String.join(", or ", findings);
  }

  private static Judgement byValue(
      TrainingExample example,
      DrivenLayer<HostTensor> layer,
      DrivenOptimizer optimizer,
      List<String> names,
      List<HostTensor> gradients,
      Driver driver) {
    double max =
        gradients.stream()
                .flatMapToDouble(gradient -> Arrays.stream(gradient.widened()))
                .map(Math::abs)
                .max()
                .orElse(0)
            / 2;
    optimizer.clipValue(max);
    DoubleUnaryOperator cut = value -> Math.max(-max, Math.min(max, value));
    Judgement judgement = new Judgement.NoEvidence("nothing cut");
    for (int i = 0; i < names.size(); i++) {
      String what = "the gradient of the " + names.get(i) + " after clipValue(" + max + ")";
      judgement =
          judgement.and(
              NumberJudge.judge(
                  what,
                  Names.element(what),
                  layer.gradient(names.get(i)).dense(),
                  Tensors.mapped(gradients.get(i), cut),
                  example.dtype()));
    }
    List<Trajectory> trajectories =
        names.stream().map(name -> new Trajectory(name, layer, example, driver.claims())).toList();
    for (int i = 0; i < names.size(); i++) {
      trajectories.get(i).beforeStep(Tensors.mapped(gradients.get(i), cut));
    }
    optimizer.step();
    for (Trajectory trajectory : trajectories) {
      judgement = judgement.and(trajectory.afterStep());
    }
    return judgement;
  }
}

package io.layertck.contract;

import static io.layertck.contract.NumericSensitivity.SCALED;

import io.layertck.generate.Case;
import io.layertck.generate.LinearCases;
import io.layertck.generate.LinearEdgeCases;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientCases;
import io.layertck.generate.LinearGradientExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.GateConditions;
import io.layertck.judge.Reference;
import io.layertck.judge.Resolution;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** From which size on the rules on linear layers are certain to reject a deviation in a case. */
final class LinearSensitivity {
  static final String ONE_WEIGHT = "one weight, relative";
  static final String ONE_WEIGHT_OF_MANY =
      "one weight of a row of 512, 1023, 1024 or 1025, relative";
  static final String SCALED_LONG =
      "all outputs of sums of 512, 1023, 1024 or 1025 terms, relative";
  static final String ONE_WEIGHT_OF_AN_EDGE = "whichever weight of a row of 1023 or 1025, relative";

  private static final int SAMPLE = 400;
  private static final int SAMPLE_OF_LONG_SUMS = 100;
  private static final int SAMPLE_OF_MODELS = 100;
  private static final int SAMPLE_OF_INTEGERS = 30;
  private static final int[] EDGES = {1023, 1025};

  private LinearSensitivity() {}

  static List<NumericRule<?>> rules(DType dtype) {
    String judges = dtype.isHalf() ? "error bound" : "error bound, variance gate";
    return List.of(
        new NumericRule<>(
            LinearForwardContract.class,
            "LIN-02",
            new LinearCases(),
            LinearRules::integers,
            SAMPLE_OF_INTEGERS,
            LinearSensitivity::integers,
            "equality of exact integers"),
        new NumericRule<>(
            LinearForwardContract.class,
            "LIN-03",
            new LinearCases.Real(),
            RealDataRules::forward,
            SAMPLE,
            (example, claims) -> forward(example, claims, SCALED, ONE_WEIGHT),
            judges),
        new NumericRule<>(
            LinearForwardContract.class,
            "LIN-03",
            new LinearCases.Real(),
            RealDataRules::forward,
            new LinearCases.LongSums(),
            LinearCases.Real.SHARE_OF_LONG_SUMS,
            SAMPLE_OF_LONG_SUMS,
            (example, claims) -> forward(example, claims, SCALED_LONG, ONE_WEIGHT_OF_MANY),
            judges),
        new NumericRule<>(
            LinearForwardContract.class,
            "LIN-12",
            new LinearCases.RealAndIntegers(),
            ModelRules::linear,
            SAMPLE_OF_MODELS,
            LinearSensitivity::agreement,
            "sum of both error bounds"),
        new NumericRule<>(
            LinearGradientContract.class,
            "LGR-02",
            new LinearGradientCases.WithLargeSizes(),
            LinearGradientRules::products,
            SAMPLE_OF_INTEGERS,
            LinearSensitivity::integerGradients,
            "equality of exact integers"),
        new NumericRule<>(
            LinearGradientContract.class,
            "LGR-03",
            new LinearGradientCases.Real(),
            RealDataRules::linearGradients,
            SAMPLE,
            LinearSensitivity::gradients,
            judges),
        new NumericRule<>(
            LinearGradientContract.class,
            "LGR-07",
            new LinearGradientCases.RealAndIntegers(),
            ModelRules::linearGradients,
            SAMPLE_OF_MODELS,
            LinearSensitivity::gradientAgreement,
            "sum of both error bounds"));
  }

  private static Map<String, Double> integers(LinearExample example, Claims claims) {
    double[] output =
        ExactLinear.forward(example.input(), example.weight(), example.bias()).value();
    return Map.of(SCALED, Deviations.ofEquality(output).scaled(example.config().dtype()));
  }

  /**
   * Returns what is certain in every run, since a run draws every size edge: the size from which on
   * each weight of a layer of so many inputs is seen; none in a type whose exact sums of so many
   * terms leave a weight without one.
   */
  static List<Sensitivity> ofEdges(DType dtype, Claims claims) {
    double delta =
        Arrays.stream(EDGES)
            .mapToDouble(
                terms ->
                    LinearEdgeCases.summing(terms).stream()
                        .mapToDouble(edge -> anyWeight(edge.materialise(claims), claims))
                        .min()
                        .orElseThrow())
            .max()
            .orElseThrow();
    return Double.isInfinite(delta)
        ? List.of()
        : List.of(
            new Sensitivity(
                "LIN-13",
                dtype,
                ONE_WEIGHT_OF_AN_EDGE,
                delta,
                "equality of exact integers; every run draws these sums"));
  }

  /** Returns from where on a change of whichever weight is certain to be rejected. */
  static double anyWeight(LinearExample example, Claims claims) {
    Reference reference = output(example);
    DType dtype = example.config().dtype();
    ErrorBound bound = RealDataRules.bound(dtype, claims).addingBiasAfterRounding();
    double[] input = example.input().widened();
    double[] weight = example.weight().widened();
    int in = example.inFeatures();
    int out = example.outFeatures();
    double largest = 0;
    for (int element = 0; element < weight.length; element++) {
      double smallest = Double.POSITIVE_INFINITY;
      for (int i = element / in; i < reference.size(); i += out) {
        double change = Math.abs(input[i / out * in + element % in] * weight[element]);
        // A kernel need not be exact once the terms are not.
        double error = bound.of(reference, i);
        smallest =
            Math.min(
                smallest,
                Resolution.ofErrors(
                    new double[] {reference.value()[i]},
                    new double[] {error},
                    new double[1],
                    new double[] {change * (1 - in * bound.accumulator().unitRoundoff())},
                    0,
                    dtype));
      }
      largest = Math.max(largest, smallest);
    }
    return largest;
  }

  static Map<String, Double> forward(
      LinearExample example, Claims claims, String scaled, String oneWeight) {
    Reference reference = output(example);
    ErrorBound accumulated = RealDataRules.bound(example.config().dtype(), claims);
    ErrorBound bound = example.bias() == null ? accumulated : accumulated.addingBiasAfterRounding();
    GateConditions conditions =
        GateConditions.of(
            example.input(), example.weight(), example.bias(), reference, accumulated);
    return Map.of(
        scaled,
        smallest("LIN-03", reference, bound, conditions, reference.value(), 1),
        oneWeight,
        smallest("LIN-03", reference, bound, conditions, changeOfOneWeight(example), 0));
  }

  /** Returns how far the outputs are off where one weight, drawn by its values, is off by 1. */
  private static double[] changeOfOneWeight(LinearExample example) {
    int weight = weightOff(example.weight());
    int feature = weight % example.inFeatures();
    int output = weight / example.inFeatures();
    double[] input = example.input().widened();
    double value = example.weight().widened()[weight];
    double[] change = new double[input.length / example.inFeatures() * example.outFeatures()];
    for (int row = 0; row < input.length / example.inFeatures(); row++) {
      change[row * example.outFeatures() + output] =
          input[row * example.inFeatures() + feature] * value;
    }
    return change;
  }

  /** Returns which weight of a layer is off: any, but of one layer always the same. */
  static int weightOff(HostTensor weight) {
    double[] values = weight.widened();
    return new SplittableRandom(Double.doubleToLongBits(values[0])).nextInt(values.length);
  }

  private static Reference output(LinearExample example) {
    return Agreement.reference(
        ExactLinear.forward(example.input(), example.weight(), example.bias()));
  }

  private static double smallest(
      String rule,
      Reference reference,
      ErrorBound bound,
      GateConditions conditions,
      double[] change,
      double growth) {
    return Math.min(
        Resolution.ofBound(reference, bound, null, change, growth),
        Resolution.ofGates(
            reference, bound, conditions, change, growth, RunBudget.alphaOfTest(rule)));
  }

  private static Map<String, Double> agreement(LinearExample example, Claims claims) {
    DType dtype = example.config().dtype();
    return Map.of(SCALED, agreed(output(example), dtype, claims));
  }

  /** Of half types the exported models are those of float32. */
  private static double agreed(Reference reference, DType dtype, Claims claims) {
    return Deviations.ofAgreement(
            reference,
            RealDataRules.bound(dtype, claims),
            dtype == DType.FLOAT64 ? dtype : DType.FLOAT32)
        .scaled(dtype);
  }

  private static Map<String, Double> integerGradients(
      LinearGradientExample example, Claims claims) {
    LinearExample linear = example.linear();
    DType dtype = linear.config().dtype();
    double[] ofInput = ExactLinear.inputGradient(linear.weight(), example.upstream()).value();
    return Map.of(SCALED, Deviations.ofEquality(ofInput).scaled(dtype));
  }

  static Map<String, Double> gradients(LinearGradientExample example, Claims claims) {
    LinearExample linear = example.linear();
    Reference input =
        Agreement.reference(ExactLinear.inputGradient(linear.weight(), example.upstream()));
    Reference weight =
        Agreement.reference(ExactLinear.weightGradient(linear.input(), example.upstream()));
    ErrorBound bound = RealDataRules.bound(linear.config().dtype(), claims);
    GateConditions conditions =
        GateConditions.of(
            example.upstream(), Tensors.transposed(linear.weight()), null, input, bound);
    double scaledInput = smallest("LGR-03", input, bound, conditions, input.value(), 1);
    return Map.of(
        SCALED,
        Math.min(scaledInput, Resolution.ofBound(weight, bound, null, weight.value(), 1)),
        ONE_WEIGHT,
        smallest("LGR-03", input, bound, conditions, changeOfOneWeight(example), 0));
  }

  /** Returns how far the input gradient is off where one weight is off by 1. */
  private static double[] changeOfOneWeight(LinearGradientExample example) {
    LinearExample linear = example.linear();
    int weight = weightOff(linear.weight());
    int feature = weight % linear.inFeatures();
    int output = weight / linear.inFeatures();
    double[] upstream = example.upstream().widened();
    double value = linear.weight().widened()[weight];
    int rows = upstream.length / linear.outFeatures();
    double[] change = new double[rows * linear.inFeatures()];
    for (int row = 0; row < rows; row++) {
      change[row * linear.inFeatures() + feature] =
          upstream[row * linear.outFeatures() + output] * value;
    }
    return change;
  }

  private static Map<String, Double> gradientAgreement(
      LinearGradientExample example, Claims claims) {
    LinearExample linear = example.linear();
    DType dtype = linear.config().dtype();
    List<Reference> gradients = new ArrayList<>();
    gradients.add(
        Agreement.reference(ExactLinear.inputGradient(linear.weight(), example.upstream())));
    gradients.add(
        Agreement.reference(ExactLinear.weightGradient(linear.input(), example.upstream())));
    return Map.of(
        SCALED,
        gradients.stream()
            .mapToDouble(gradient -> agreed(gradient, dtype, claims))
            .min()
            .orElseThrow());
  }

  /** Returns the edges that a size is computed for. */
  static List<Case<LinearExample>> edges() {
    List<Case<LinearExample>> edges = new ArrayList<>();
    for (int terms : EDGES) {
      edges.addAll(LinearEdgeCases.summing(terms));
    }
    return edges;
  }
}

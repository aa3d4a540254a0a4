package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.generate.LinearCases;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientCases;
import io.layertck.generate.LinearGradientExample;
import io.layertck.generate.LookupGradientCases;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.GateConditions;
import io.layertck.judge.Reference;
import io.layertck.judge.Resolution;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The smallest deviations that the rules on real data, LIN-03, LGR-03 and EGR-03, detect.
 *
 * <p>In one case a deviation is certain to be rejected from a size on that {@link Resolution}
 * computes from the bound of every element and the limit of the variance gate ("The componentwise
 * bound" and "The two gates over a case" of the suite's numerics), whatever correct kernel it is
 * added to. A run of N cases misses what all of them miss; so a deviation must be certain in the
 * part {@code 1 - (1e-6)^(1/N)} of the cases, which for 500 is 2.7 %. That part is found in cases
 * which the rule's own generator draws: of the sizes in ascending order the one is taken below
 * which, but for once in a million samples, at least that part of all cases lies (Clopper and
 * Pearson).
 */
final class NumericSensitivity {
  static final String SCALED = "all outputs, relative";
  static final String ONE_WEIGHT = "one weight, relative";
  static final String ONE_WEIGHT_OF_MANY = "one weight of a row of 512 to 1025, relative";
  static final String SCALED_LONG = "all outputs of sums of 512 to 1025 terms, relative";

  private static final int SAMPLE = 400;
  private static final int SAMPLE_OF_LONG_SUMS = 100;
  private static final long SEED = 4;

  private NumericSensitivity() {}

  static List<Sensitivity> of(DType dtype) {
    Claims claims = Claims.of(Feature.LINEAR, Feature.BIAS, Feature.GRADIENT).at(dtype);
    List<LinearExample> forwards = drawn(new LinearCases.Real(), claims, SAMPLE);
    List<LinearExample> longSums = drawn(new LinearCases.LongSums(), claims, SAMPLE_OF_LONG_SUMS);
    List<LinearGradientExample> backwards = drawn(new LinearGradientCases.Real(), claims, SAMPLE);
    List<LookupGradientExample> lookups = drawn(new LookupGradientCases.Real(), claims, SAMPLE);
    double longOnes = LinearCases.Real.SHARE_OF_LONG_SUMS;
    String judges = dtype.bytes() == 2 ? "error bound" : "error bound, variance gate";
    return List.of(
        new Sensitivity(
            "LIN-03",
            dtype,
            SCALED,
            delta(forwards, 1, example -> scaledOutput(example, claims)),
            judges),
        new Sensitivity(
            "LIN-03",
            dtype,
            ONE_WEIGHT,
            delta(forwards, 1, example -> oneWeight(example, claims)),
            judges),
        new Sensitivity(
            "LIN-03",
            dtype,
            SCALED_LONG,
            delta(longSums, longOnes, example -> scaledOutput(example, claims)),
            judges),
        new Sensitivity(
            "LIN-03",
            dtype,
            ONE_WEIGHT_OF_MANY,
            delta(longSums, longOnes, example -> oneWeight(example, claims)),
            judges),
        new Sensitivity(
            "LGR-03",
            dtype,
            SCALED,
            delta(backwards, 1, example -> scaledGradients(example, claims)),
            judges),
        new Sensitivity(
            "LGR-03",
            dtype,
            ONE_WEIGHT,
            delta(backwards, 1, example -> oneWeight(example, claims)),
            judges),
        new Sensitivity(
            "EGR-03",
            dtype,
            SCALED,
            delta(lookups, 1, example -> scaledGradient(example, claims)),
            "error bound"));
  }

  private static <E extends Example> List<E> drawn(
      ArbitrarySupplier<Case<E>> supplier, Claims claims, int count) {
    return drawn(supplier, RealDataRules.TRIES, SEED, count).stream()
        .map(description -> description.materialise(claims))
        .toList();
  }

  /**
   * Draws cases as a run does.
   *
   * @param tries of the rule, which a generator may look at
   */
  static <E extends Example> List<Case<E>> drawn(
      ArbitrarySupplier<Case<E>> supplier, int tries, long seed, int count) {
    List<Case<E>> cases = new ArrayList<>();
    JqwikSession.run(
        () -> {
          RandomGenerator<Case<E>> generator =
              Objects.requireNonNull(supplier.get()).generator(tries, false);
          Random random = new Random(seed);
          for (int i = 0; i < count; i++) {
            cases.add(generator.next(random).value());
          }
        });
    return cases;
  }

  /**
   * Returns the size that is certain to be rejected in as many cases as a run needs.
   *
   * @param share which part of a run's cases the examples stand for
   */
  private static <E> double delta(List<E> examples, double share, ToDoubleFunction<E> certain) {
    double needed = -Math.expm1(Math.log(Sensitivities.MISS) / RealDataRules.TRIES) / share;
    int below =
        BinomialDistribution.of(examples.size(), needed)
            .inverseSurvivalProbability(Sensitivities.MISS);
    double[] sizes = examples.stream().mapToDouble(certain).sorted().toArray();
    double delta = below < sizes.length ? sizes[below] : Double.POSITIVE_INFINITY;
    if (Double.isInfinite(delta)) {
      throw new IllegalStateException(
          "of " + examples.size() + " cases too few decide: " + needed + " of all are needed");
    }
    return delta;
  }

  /** Returns from where on a factor of the output is certain to be rejected. */
  static double scaledOutput(LinearExample example, Claims claims) {
    Reference reference = output(example);
    return outputSize(example, reference, reference.value(), 1, claims);
  }

  /** Returns from where on a change of one weight, drawn by its values, is certain to be. */
  static double oneWeight(LinearExample example, Claims claims) {
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
    return outputSize(example, output(example), change, 0, claims);
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

  private static double outputSize(
      LinearExample example, Reference reference, double[] change, double growth, Claims claims) {
    ErrorBound bound = RealDataRules.bound(example.config().dtype(), claims);
    return smallest(
        "LIN-03",
        reference,
        example.bias() == null ? bound : bound.addingBiasAfterRounding(),
        GateConditions.of(example.input(), example.weight(), example.bias(), reference, bound),
        change,
        growth);
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

  /** Returns from where on a factor of both gradients is certain to be rejected. */
  static double scaledGradients(LinearGradientExample example, Claims claims) {
    Reference input = inputGradient(example);
    LinearExample linear = example.linear();
    ErrorBound bound = RealDataRules.bound(linear.config().dtype(), claims);
    Reference weight =
        Agreement.reference(ExactLinear.weightGradient(linear.input(), example.upstream()));
    return Math.min(
        inputGradientSize(example, input, input.value(), 1, claims),
        Resolution.ofBound(weight, bound, null, weight.value(), 1));
  }

  /** Returns from where on a change of one weight shows for certain in the input gradient. */
  static double oneWeight(LinearGradientExample example, Claims claims) {
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
    return inputGradientSize(example, inputGradient(example), change, 0, claims);
  }

  private static Reference inputGradient(LinearGradientExample example) {
    return Agreement.reference(
        ExactLinear.inputGradient(example.linear().weight(), example.upstream()));
  }

  private static double inputGradientSize(
      LinearGradientExample example,
      Reference reference,
      double[] change,
      double growth,
      Claims claims) {
    HostTensor weight = example.linear().weight();
    ErrorBound bound = RealDataRules.bound(weight.dtype(), claims);
    return smallest(
        "LGR-03",
        reference,
        bound,
        GateConditions.of(example.upstream(), Tensors.transposed(weight), null, reference, bound),
        change,
        growth);
  }

  /** Returns from where on a factor of an embedding's gradient is certain to be rejected. */
  static double scaledGradient(LookupGradientExample example, Claims claims) {
    DType dtype = example.lookup().config().dtype();
    Reference reference =
        Agreement.reference(
            ExactEmbedding.weightGradient(
                example.lookup().vocabulary(), example.lookup().indices(), example.upstream()));
    return Resolution.ofBound(
        reference, RealDataRules.bound(dtype, claims), runningSum(dtype), reference.value(), 1);
  }

  /** A running sum in a half type is excused, see {@link RunningSum}. */
  private static @Nullable ErrorBound runningSum(DType dtype) {
    return InitialDraws.areCoarse(dtype) ? ErrorBound.accumulating(dtype, dtype) : null;
  }
}

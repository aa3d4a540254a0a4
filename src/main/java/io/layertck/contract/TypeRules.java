package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.Elements;
import io.layertck.generate.Layout;
import io.layertck.generate.LookupExample;
import io.layertck.generate.Regime;
import io.layertck.generate.SpecialBits;
import io.layertck.generate.TensorFill;
import io.layertck.generate.TypesExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.RoundingJudge;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * The body of the rule on the claimed types.
 *
 * <p>Sums of a type whose declared accumulator is more precise are of positive integers, exact in
 * the accumulator and past what the type holds exactly: only their one rounding remains. Other sums
 * are exact in the type itself.
 */
final class TypeRules {
  private static final int VOCABULARY = 5;
  private static final int DIMENSION = 7;

  /** So many products of integers up to 7 add up to less than the largest float16. */
  private static final int TERMS = 320;

  private static final int OUTPUTS = 5;
  private static final int ROWS = 3;

  /** So many ones pass 256, which is where they stall in bfloat16. */
  private static final int OCCURRENCES = 600;

  private TypeRules() {}

  static Judgement everyClaimedType(TypesExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    for (DType dtype : example.dtypes()) {
      Typed typed = new Typed(dtype, example.seed(), driver);
      if (driver.claims().has(Feature.LOOKUP)) {
        judgement = judgement.and(typed.lookup());
      }
      if (driver.claims().has(Feature.LINEAR)) {
        judgement = judgement.and(typed.linear());
      }
    }
    return judgement;
  }

  /** What is computed in one type. */
  private record Typed(DType dtype, long seed, Driver driver) {
    private String at(String what) {
      return "at " + dtype + ", " + what;
    }

    private HostTensor filled(Elements elements, String name, long... shape) {
      return TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, seed, name, shape);
    }

    /** Tells whether sums are longer in the accumulator than in the type. */
    private boolean isRounded() {
      return driver.claims().accumulator(dtype).precision() > dtype.precision();
    }

    private HostTensor weight(long... shape) {
      return filled(
          isRounded()
              ? Regime.SMALL_POSITIVE_INTEGERS
              : Regime.SMALL_INTEGERS.factors(dtype, TERMS),
          "weight",
          shape);
    }

    private HostTensor factor(String name, long... shape) {
      return filled(
          isRounded()
              ? Regime.SMALL_POSITIVE_INTEGERS
              : Regime.SMALL_INTEGERS.spacedFactors(dtype, TERMS),
          name,
          shape);
    }

    Judgement lookup() {
      HostTensor table = filled(SpecialBits.FINITE, "weight", VOCABULARY, DIMENSION);
      HostTensor indices = HostTensor.of(new long[] {3, 0, 4, 3}, 4);
      LookupExample example =
          new LookupExample(EmbeddingConfig.of(VOCABULARY, DIMENSION, dtype), table, indices);
      DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
      Judgement judgement =
          LookupRules.judgeRows(at(""), example, layer.forward(indices))
              .and(parameter("the embedding's", layer, table));
      return driver.claims().has(Feature.GRADIENT) ? judgement.and(tableGradient()) : judgement;
    }

    private Judgement tableGradient() {
      HostTensor table = filled(Regime.GAUSSIAN, "weight", 2, 2);
      DrivenLayer<HostTensor> layer =
          driver.embedding(EmbeddingConfig.of(2, 2, dtype), LinearRules.given(table, null));
      HostTensor indices = HostTensor.zeros(DType.INT64, OCCURRENCES);
      HostTensor upstream =
          isRounded()
              ? Tensors.filled(dtype, 1, OCCURRENCES, 2)
              : filled(
                  Regime.SMALL_INTEGERS.spacedTerms(dtype, OCCURRENCES),
                  "upstream",
                  OCCURRENCES,
                  2);
      layer.backward(indices, upstream);
      HostTensor gradient = layer.gradient("weight").dense();
      String what = at("the embedding's gradient after " + OCCURRENCES + " occurrences");
      HostTensor exact = IntegerEmbedding.weightGradient(2, indices, upstream);
      return RunningSum.excused(
          RoundingJudge.judge(what, Names.element(what), gradient, exact, dtype),
          gradient,
          Agreement.reference(ExactEmbedding.weightGradient(2, indices, upstream)));
    }

    Judgement linear() {
      HostTensor weight = weight(OUTPUTS, TERMS);
      HostTensor input = factor("input", ROWS, TERMS);
      DrivenLayer<HostTensor> layer =
          driver.linear(
              new LinearConfig(TERMS, OUTPUTS, false, dtype), LinearRules.given(weight, null));
      Judgement judgement =
          roundedOnce(
                  "the output", layer.forward(input), IntegerLinear.forward(input, weight, null))
              .and(parameter("the linear layer's", layer, weight));
      return driver.claims().has(Feature.GRADIENT)
          ? judgement.and(inputGradient()).and(parameterGradients())
          : judgement;
    }

    private Judgement inputGradient() {
      HostTensor weight = weight(TERMS, ROWS);
      HostTensor input = factor("input", 1, ROWS);
      HostTensor upstream = factor("upstream", 1, TERMS);
      DrivenLayer<HostTensor> layer =
          driver.linear(
              new LinearConfig(ROWS, TERMS, false, dtype), LinearRules.given(weight, null));
      DrivenGradient gradient = layer.backward(input, upstream);
      return roundedOnce(
          "the input gradient", gradient.dense(), IntegerLinear.inputGradient(weight, upstream));
    }

    private Judgement parameterGradients() {
      boolean biased = driver.claims().has(Feature.BIAS);
      HostTensor weight = weight(OUTPUTS, ROWS);
      HostTensor input = factor("input", TERMS, ROWS);
      HostTensor upstream = factor("upstream", TERMS, OUTPUTS);
      DrivenLayer<HostTensor> layer =
          driver.linear(
              new LinearConfig(ROWS, OUTPUTS, biased, dtype),
              LinearRules.given(weight, biased ? HostTensor.zeros(dtype, OUTPUTS) : null));
      layer.backward(input, upstream);
      Judgement judgement =
          roundedOnce(
              "the weight gradient",
              layer.gradient("weight").dense(),
              IntegerLinear.weightGradient(input, upstream));
      return biased
          ? judgement.and(
              roundedOnce(
                  "the bias gradient",
                  layer.gradient("bias").dense(),
                  IntegerLinear.biasGradient(upstream)))
          : judgement;
    }

    private Judgement roundedOnce(String what, HostTensor actual, HostTensor exact) {
      return RoundingJudge.judge(at(what), Names.element(at(what)), actual, exact, dtype);
    }

    private Judgement parameter(String whose, DrivenLayer<HostTensor> layer, HostTensor given) {
      String what = at(whose + " weight");
      return driver.claims().has(Feature.PARAMETERS)
          ? BitJudge.judge(what, Names.element(what), layer.parameter("weight"), given)
          : Judgement.kept(1);
    }
  }
}

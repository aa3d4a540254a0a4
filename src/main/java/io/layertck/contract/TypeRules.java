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
import io.layertck.spi.Claims;
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
      Typed typed = new Typed(operands(dtype, example, driver.claims()), driver);
      if (driver.claims().has(Feature.LOOKUP)) {
        judgement = judgement.and(typed.lookup());
      }
      if (driver.claims().has(Feature.LINEAR)) {
        judgement = judgement.and(typed.linear());
      }
    }
    return judgement;
  }

  private static Operands operands(DType dtype, TypesExample example, Claims claims) {
    return new Operands(
        dtype, example.seed(), claims.accumulator(dtype).precision() > dtype.precision());
  }

  /** Returns the exact sums of a linear layer's output in one type. */
  static HostTensor exactOutput(DType dtype, TypesExample example, Claims claims) {
    Operands operands = operands(dtype, example, claims);
    return IntegerLinear.forward(operands.input(), operands.weight(), null);
  }

  /**
   * What is computed with in one type.
   *
   * @param isRounded whether sums are longer in the accumulator than in the type
   */
  private record Operands(DType dtype, long seed, boolean isRounded) {
    private HostTensor filled(Elements elements, String name, long... shape) {
      return TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, seed, name, shape);
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

    /** Returns the weight of a layer whose output is judged. */
    HostTensor weight() {
      return weight(OUTPUTS, TERMS);
    }

    /** Returns its input. */
    HostTensor input() {
      return factor("input", ROWS, TERMS);
    }
  }

  /** What is judged in one type. */
  private record Typed(Operands operands, Driver driver) {
    private DType dtype() {
      return operands.dtype();
    }

    private String at(String what) {
      return "at " + dtype() + ", " + what;
    }

    Judgement lookup() {
      HostTensor table = operands.filled(SpecialBits.FINITE, "weight", VOCABULARY, DIMENSION);
      HostTensor indices = HostTensor.of(new long[] {3, 0, 4, 3}, 4);
      LookupExample example =
          new LookupExample(EmbeddingConfig.of(VOCABULARY, DIMENSION, dtype()), table, indices);
      DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
      Judgement judgement =
          LookupRules.judgeRows(at(""), example, layer.forward(indices))
              .and(parameter("the embedding's", layer, table));
      return driver.claims().has(Feature.GRADIENT) ? judgement.and(tableGradient()) : judgement;
    }

    private Judgement tableGradient() {
      HostTensor table = operands.filled(Regime.GAUSSIAN, "weight", 2, 2);
      DrivenLayer<HostTensor> layer =
          driver.embedding(EmbeddingConfig.of(2, 2, dtype()), LinearRules.given(table, null));
      HostTensor indices = HostTensor.zeros(DType.INT64, OCCURRENCES);
      HostTensor upstream =
          operands.isRounded()
              ? Tensors.filled(dtype(), 1, OCCURRENCES, 2)
              : operands.filled(
                  Regime.SMALL_INTEGERS.spacedTerms(dtype(), OCCURRENCES),
                  "upstream",
                  OCCURRENCES,
                  2);
      layer.backward(indices, upstream);
      HostTensor gradient = layer.gradient("weight").dense();
      String what = at("the embedding's gradient after " + OCCURRENCES + " occurrences");
      HostTensor exact = IntegerEmbedding.weightGradient(2, indices, upstream);
      return RunningSum.excused(
          RoundingJudge.judge(what, Names.element(what), gradient, exact, dtype()),
          gradient,
          Agreement.reference(ExactEmbedding.weightGradient(2, indices, upstream)));
    }

    Judgement linear() {
      HostTensor weight = operands.weight();
      HostTensor input = operands.input();
      DrivenLayer<HostTensor> layer =
          driver.linear(
              new LinearConfig(TERMS, OUTPUTS, false, dtype()), LinearRules.given(weight, null));
      Judgement judgement =
          roundedOnce(
                  "the output", layer.forward(input), IntegerLinear.forward(input, weight, null))
              .and(parameter("the linear layer's", layer, weight));
      return driver.claims().has(Feature.GRADIENT)
          ? judgement.and(inputGradient()).and(parameterGradients())
          : judgement;
    }

    private Judgement inputGradient() {
      HostTensor weight = operands.weight(TERMS, ROWS);
      HostTensor input = operands.factor("input", 1, ROWS);
      HostTensor upstream = operands.factor("upstream", 1, TERMS);
      DrivenLayer<HostTensor> layer =
          driver.linear(
              new LinearConfig(ROWS, TERMS, false, dtype()), LinearRules.given(weight, null));
      DrivenGradient gradient = layer.backward(input, upstream);
      return roundedOnce(
          "the input gradient", gradient.dense(), IntegerLinear.inputGradient(weight, upstream));
    }

    private Judgement parameterGradients() {
      boolean biased = driver.claims().has(Feature.BIAS);
      HostTensor weight = operands.weight(OUTPUTS, ROWS);
      HostTensor input = operands.factor("input", TERMS, ROWS);
      HostTensor upstream = operands.factor("upstream", TERMS, OUTPUTS);
      DrivenLayer<HostTensor> layer =
          driver.linear(
              new LinearConfig(ROWS, OUTPUTS, biased, dtype()),
              LinearRules.given(weight, biased ? HostTensor.zeros(dtype(), OUTPUTS) : null));
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
      return RoundingJudge.judge(at(what), Names.element(at(what)), actual, exact, dtype());
    }

    private Judgement parameter(String whose, DrivenLayer<HostTensor> layer, HostTensor given) {
      String what = at(whose + " weight");
      return driver.claims().has(Feature.PARAMETERS)
          ? BitJudge.judge(what, Names.element(what), layer.parameter("weight"), given)
          : Judgement.kept(1);
    }
  }
}

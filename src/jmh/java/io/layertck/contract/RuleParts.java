package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.generate.LinearCases;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientCases;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;

/**
 * One rule taken apart, so that each part can be timed alone.
 *
 * <p>It lies in the package of the rule bodies because they are nobody else's business.
 *
 * @param cases what the property draws from
 * @param body the rule whole
 * @param layer the calls into the layer
 * @param reference the exact values
 * @param judging the comparison of both
 * @param <E> the kind of example
 */
public record RuleParts<E extends Example>(
    Arbitrary<Case<E>> cases,
    RuleBody<E> body,
    BiFunction<E, Driver, HostTensor> layer,
    Function<E, HostTensor> reference,
    Judging<E> judging) {

  /**
   * Compares what the layer returned with the exact values.
   *
   * @param <E> the kind of example
   */
  @FunctionalInterface
  public interface Judging<E extends Example> {
    /** Judges one example. */
    Judgement judge(E example, HostTensor actual, HostTensor expected);
  }

  /** Returns the parts of a rule by its id. */
  public static RuleParts<?> of(String rule) {
    return switch (rule) {
      case "EMB-02" -> lookup();
      case "LIN-02" -> linear();
      case "EGR-02" -> lookupGradient();
      default -> throw new IllegalArgumentException(rule + " is not taken apart");
    };
  }

  private static RuleParts<LookupExample> lookup() {
    return new RuleParts<>(
        new LookupCases.Special().get(),
        LookupRules::rows,
        (example, driver) -> LookupRules.layer(example, driver).forward(example.indices()),
        example -> ExactLookup.forward(example.weight(), example.indices()),
        (example, actual, expected) ->
            BitJudge.judge(
                "the output",
                Names.outputRow("", example.indices()),
                actual,
                expected,
                LookupDiagnosis.of(example, actual)));
  }

  private static RuleParts<LinearExample> linear() {
    return new RuleParts<>(
        new LinearCases().get(),
        LinearRules::integers,
        (example, driver) -> LinearRules.layer(example, driver).forward(example.input()),
        example -> IntegerLinear.forward(example.input(), example.weight(), example.bias()),
        (example, actual, expected) ->
            NumberJudge.judge(
                "the output",
                Names.element("the output"),
                actual,
                expected,
                example.config().dtype(),
                LinearDiagnosis.of(example, expected)));
  }

  private static RuleParts<LookupGradientExample> lookupGradient() {
    return new RuleParts<>(
        new LookupGradientCases.ManyOccurrences().get(),
        LookupGradientRules::sums,
        (example, driver) -> {
          DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
          layer.backward(example.lookup().indices(), example.upstream());
          return layer.gradient("weight").dense();
        },
        example ->
            IntegerEmbedding.weightGradient(
                example.lookup().vocabulary(), example.lookup().indices(), example.upstream()),
        (example, actual, expected) ->
            NumberJudge.judge(
                "the gradient",
                Names.element("the gradient"),
                actual,
                expected,
                example.lookup().config().dtype(),
                GradientDiagnosis.of(example)));
  }
}

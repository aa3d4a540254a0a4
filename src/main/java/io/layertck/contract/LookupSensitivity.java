package io.layertck.contract;

import static io.layertck.contract.NumericSensitivity.SCALED;

import io.layertck.generate.FrequencyCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientCases;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.judge.Resolution;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From which size on the rules on an embedding's gradient reject a deviation in a case. */
final class LookupSensitivity {
  static final String DIVIDED = "gradients of rows whose count is no power of two, relative";

  private static final int SAMPLE = 400;
  private static final int SAMPLE_OF_MODELS = 100;
  private static final int SAMPLE_OF_INTEGERS = 30;

  private LookupSensitivity() {}

  static List<NumericRule<?>> rules() {
    return List.of(
        new NumericRule<>(
            EmbeddingGradientContract.class,
            "EGR-02",
            new LookupGradientCases.ManyOccurrences(),
            LookupGradientRules::sums,
            SAMPLE_OF_INTEGERS,
            LookupSensitivity::integers,
            "equality of exact integers"),
        new NumericRule<>(
            EmbeddingGradientContract.class,
            "EGR-03",
            new LookupGradientCases.Real(),
            RealDataRules::embeddingGradient,
            SAMPLE,
            LookupSensitivity::gradient,
            "error bound"),
        new NumericRule<>(
            EmbeddingGradientContract.class,
            "EGR-10",
            new LookupGradientCases.RealAndIntegers(),
            ModelRules::lookupGradient,
            SAMPLE_OF_MODELS,
            LookupSensitivity::agreement,
            "sum of both error bounds"),
        new NumericRule<>(
            FrequencyContract.class,
            "FRQ-01",
            new FrequencyCases(),
            FrequencyRules::dividedByCount,
            SAMPLE_OF_MODELS,
            LookupSensitivity::byFrequency,
            "equality of exact integers, error bound"));
  }

  private static ExactResult exact(LookupGradientExample example) {
    return ExactEmbedding.weightGradient(
        example.lookup().vocabulary(), example.lookup().indices(), example.upstream());
  }

  private static Map<String, Double> integers(LookupGradientExample example, Claims claims) {
    return Map.of(
        SCALED,
        Deviations.ofEquality(exact(example).value()).scaled(example.lookup().config().dtype()));
  }

  static Map<String, Double> gradient(LookupGradientExample example, Claims claims) {
    DType dtype = example.lookup().config().dtype();
    Reference reference = Agreement.reference(exact(example));
    return Map.of(
        SCALED,
        Resolution.ofBound(
            reference,
            RealDataRules.bound(dtype, claims),
            runningSum(dtype),
            reference.value(),
            1));
  }

  /** A running sum in a half type is excused, see {@link RunningSum}. */
  private static @Nullable ErrorBound runningSum(DType dtype) {
    return InitialDraws.areCoarse(dtype) ? ErrorBound.accumulating(dtype, dtype) : null;
  }

  private static Map<String, Double> agreement(LookupGradientExample example, Claims claims) {
    DType dtype = example.lookup().config().dtype();
    Reference reference = Agreement.reference(exact(example));
    return Map.of(
        SCALED,
        Deviations.ofAgreement(
                reference,
                RealDataRules.bound(dtype, claims),
                dtype == DType.FLOAT64 ? dtype : DType.FLOAT32)
            .excusingRunningSums(reference, dtype)
            .scaled(dtype));
  }

  private static Map<String, Double> byFrequency(LookupGradientExample drawn, Claims claims) {
    LookupGradientExample example = PaddingRules.withoutPadding(drawn);
    LookupExample lookup = example.lookup();
    DType dtype = lookup.config().dtype();
    int[] counts = exact(example).terms();
    boolean whole =
        Arrays.stream(example.upstream().widened()).allMatch(value -> value == Math.rint(value));
    Deviations judged =
        Deviations.ofBound(
                Agreement.reference(
                    ExactEmbedding.weightGradientByFrequency(
                        lookup.vocabulary(), lookup.indices(), example.upstream())),
                ErrorBound.accumulating(dtype, dtype))
            .equalWhere(element -> whole && Integer.bitCount(counts[element]) <= 1);
    return Map.of(
        SCALED,
        judged.scaled(dtype),
        DIVIDED,
        judged.only(element -> Integer.bitCount(counts[element]) > 1).scaled(dtype));
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.onnx.OnnxEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** The body of the rule on gradients scaled by frequency. */
final class FrequencyRules {
  private FrequencyRules() {}

  static Judgement dividedByCount(LookupGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    HostTensor indices = example.lookup().indices();
    layer.backward(indices, example.upstream());
    Judgement judgement =
        scaled("", example, layer.gradient("weight").dense(), 1, driver)
            .and(ofATiedPair(example, driver));
    if (!driver.claims().has(Feature.ACCUMULATION) || judgement instanceof Judgement.Broken) {
      return judgement;
    }
    // Counts are those of one call, so a forward alone changes nothing and a second backward adds
    // the same.
    layer.forward(indices);
    layer.backward(indices, example.upstream());
    return judgement
        .and(scaled("after two backwards, ", example, layer.gradient("weight").dense(), 2, driver))
        .and(alone(example, layer));
  }

  private static Judgement ofATiedPair(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    if (!driver.claims().has(Feature.TYING) || lookup.weight().size() == 0) {
      return new Judgement.NoEvidence("no tying is claimed, or the table has no element");
    }
    DrivenLayer<HostTensor> embedding =
        driver.tied(lookup.config(), false, lookup.start()).embedding();
    embedding.backward(lookup.indices(), example.upstream());
    return scaled("with a tied head, ", example, embedding.gradient("weight").dense(), 1, driver);
  }

  /** Trains a row at one position that occurred at many: nothing is left to divide by. */
  private static Judgement alone(LookupGradientExample drawn, DrivenLayer<HostTensor> layer) {
    LookupGradientExample example = PaddingRules.withoutPadding(drawn);
    LookupExample lookup = example.lookup();
    long[] indices = lookup.indices().longs();
    int dimension = lookup.dimension();
    int position = ofARepeatedRow(indices);
    if (position < 0 || dimension == 0) {
      return new Judgement.NoEvidence("no row is repeated");
    }
    HostTensor terms = example.upstream().reshape(indices.length, dimension);
    HostTensor term = Tensors.rows(terms, position);
    layer.zeroGradients();
    layer.backward(Tensors.indicesLike(lookup.indices(), new long[] {indices[position]}, 1), term);
    HostTensor zeros = HostTensor.zeros(term.dtype(), lookup.weight().shape());
    String when = "for one position of a second call, ";
    return NumberJudge.judge(
        when + "the gradient",
        coordinates ->
            when + "column " + coordinates[1] + " of the gradient of row " + coordinates[0],
        layer.gradient("weight").dense(),
        Tensors.withRow(zeros, (int) indices[position], term),
        lookup.config().dtype(),
        (element, actual) -> ": the counts of an earlier call do not matter");
  }

  private static int ofARepeatedRow(long[] indices) {
    Set<Long> seen = new HashSet<>();
    for (int position = 0; position < indices.length; position++) {
      if (!seen.add(indices[position])) {
        return position;
      }
    }
    return -1;
  }

  /**
   * Judges a dense gradient.
   *
   * @param when opens the message
   * @param calls how many equal backwards it is the sum of
   */
  static Judgement scaled(
      String when, LookupGradientExample drawn, HostTensor gradient, int calls, Driver driver) {
    LookupGradientExample example = PaddingRules.withoutPadding(drawn);
    LookupExample lookup = example.lookup();
    DType dtype = lookup.config().dtype();
    Judgement form =
        ShapeJudge.judge(
            when + "the weight gradient", gradient, dtype, lookup.vocabulary(), lookup.dimension());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    ExactResult once =
        ExactEmbedding.weightGradientByFrequency(
            lookup.vocabulary(), lookup.indices(), example.upstream());
    Judgement exactly =
        isWhole(example.upstream())
            ? exactRows(when, example, gradient, once, calls)
            : new Judgement.NoEvidence("the data are no integers");
    return exactly instanceof Judgement.Broken || calls > 1
        ? exactly
        : exactly
            .and(agreement(when, example, gradient, once))
            .and(
                // The divisions round to the type itself, whatever sums are accumulated in.
                BoundJudge.judge(
                    "weight gradient",
                    gradient,
                    Agreement.reference(once),
                    RealDataRules.ofOneType(dtype, driver.claims()),
                    Names.element(when + "the gradient scaled by frequency, ")));
  }

  private static Judgement agreement(
      String when, LookupGradientExample example, HostTensor gradient, ExactResult exact) {
    return gradient.dtype().isHalf()
        ? new Judgement.NoEvidence("no model is exported for half types")
        : Agreement.bounded(
            when + "the gradient scaled by frequency, ",
            gradient,
            ErrorBound.of(gradient.dtype()),
            OnnxEmbedding.weightGradientByFrequency(
                example.lookup().weight(), example.lookup().indices(), example.upstream()),
            exact);
  }

  private static boolean isWhole(HostTensor upstream) {
    return Arrays.stream(upstream.widened()).allMatch(value -> value == Math.rint(value));
  }

  /** Judges the rows whose count is a power of two, or zero: their quotients are exact. */
  private static Judgement exactRows(
      String when,
      LookupGradientExample example,
      HostTensor gradient,
      ExactResult once,
      int calls) {
    int dimension = example.lookup().dimension();
    long[] rows =
        IntStream.range(0, dimension == 0 ? 0 : example.lookup().vocabulary())
            .filter(row -> isExact(once.terms()[row * dimension] - 2))
            .asLongStream()
            .toArray();
    double[] expected = once.value().clone();
    Arrays.setAll(expected, i -> calls * expected[i]);
    return NumberJudge.judge(
        when + "the gradient of rows whose count is a power of two",
        coordinates ->
            when
                + "column "
                + coordinates[1]
                + " of the gradient of row "
                + rows[(int) coordinates[0]]
                + ", scaled by frequency,",
        Tensors.rows(gradient, rows),
        Tensors.rows(HostTensor.of(expected, once.shape()), rows),
        gradient.dtype(),
        (position, actual) ->
            GradientDiagnosis.ofScaled(example)
                .of(
                    (int) rows[position / dimension] * dimension + position % dimension,
                    actual / calls));
  }

  private static boolean isExact(int count) {
    return count <= 0 || Integer.bitCount(count) == 1;
  }
}

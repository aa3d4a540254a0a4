package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.oracle.exact.OneHot;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on what an embedding and a linear layer have in common. */
final class EquivalenceRules {
  private static final String OUTSIDE_LIMITS = "a linear layer of fan-in 0 is beyond the limits";

  private EquivalenceRules() {}

  private static DrivenLayer<HostTensor> linearOf(HostTensor weight, Driver driver) {
    return driver.linear(
        new LinearConfig(weight.extent(1), weight.extent(0), false, weight.dtype()),
        new Start.Given(Map.of("weight", weight)));
  }

  static Judgement oneHotProduct(LookupExample example, Driver driver) {
    int vocabulary = example.vocabulary();
    HostTensor output = LookupRules.layer(example, driver).forward(example.indices());
    HostTensor product =
        IntegerLinear.forward(
            OneHot.rows(example.config().dtype(), example.indices(), vocabulary),
            Tensors.transposed(example.weight()),
            null);
    return NumberJudge.judge(
        "the output",
        Names.outputRow("", example.indices()),
        output,
        product.reshape(ExactLookup.outputShape(example.weight(), example.indices())),
        example.config().dtype(),
        (position, actual) -> ", the product of the one-hot row and the weight");
  }

  static Judgement limitOfTheProduct(LookupExample example, Driver driver) {
    long[] indices = example.indices().longs();
    int vocabulary = example.vocabulary();
    long unused =
        LongStream.range(0, vocabulary)
            .filter(row -> LongStream.of(indices).noneMatch(index -> index == row))
            .findFirst()
            .orElse(-1);
    if (unused < 0 || indices.length == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no row to poison or no row to look up");
    }
    HostTensor infinite =
        Tensors.filled(example.config().dtype(), Double.POSITIVE_INFINITY, 1, example.dimension());
    HostTensor poisoned = Tensors.withRow(example.weight(), (int) unused, infinite);
    double[] product =
        IntegerLinear.forward(
                OneHot.rows(example.config().dtype(), example.indices(), vocabulary),
                Tensors.transposed(poisoned),
                null)
            .widened();
    if (!Arrays.stream(product).allMatch(Double::isNaN)) {
      return Judgement.broken(
          "the one-hot product beside an infinite row should be NaN everywhere (0 * Inf): the"
              + " suite's own oracle is wrong");
    }
    LookupExample beside = example.withWeight(poisoned);
    return LookupRules.judgeRows(
        "beside an infinite row, ",
        beside,
        LookupRules.layer(beside, driver).forward(example.indices()));
  }

  static Judgement sameWeightShape(LookupExample example, Driver driver) {
    if (!driver.claims().coversFanIn(example.dimension())) {
      return new Judgement.NoEvidence(OUTSIDE_LIMITS);
    }
    DType dtype = example.config().dtype();
    long[] shape = {example.vocabulary(), example.dimension()};
    HostTensor table = LookupRules.layer(example, driver).parameter("weight");
    HostTensor matrix = linearOf(example.weight(), driver).parameter("weight");
    return ShapeJudge.judge("the weight of Embedding(V, D)", table, dtype, shape)
        .and(ShapeJudge.judge("the weight of Linear(D, V)", matrix, dtype, shape));
  }

  static Judgement weightRow(LookupExample example, Driver driver) {
    if (!driver.claims().coversFanIn(example.dimension())) {
      return new Judgement.NoEvidence(OUTSIDE_LIMITS);
    }
    DrivenLayer<HostTensor> embedding = LookupRules.layer(example, driver);
    HostTensor matrix = linearOf(example.weight(), driver).parameter("weight");
    HostTensor output = embedding.forward(example.indices());
    return BitJudge.judge(
            "the rows of the linear layer's weight",
            coordinates ->
                "row "
                    + coordinates[0]
                    + " of the linear layer's weight, column "
                    + coordinates[1]
                    + ",",
            matrix,
            example.weight().copy())
        .and(LookupRules.judgeRows("", example.withWeight(matrix.copy()), output));
  }

  static Judgement logits(LookupExample example, Driver driver) {
    int vocabulary = example.vocabulary();
    if (vocabulary == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no product to add up");
    }
    DrivenLayer<HostTensor> embedding = LookupRules.layer(example, driver);
    HostTensor every =
        embedding.forward(
            Tensors.indicesLike(
                example.indices(), LongStream.range(0, vocabulary).toArray(), vocabulary));
    HostTensor hidden = Tensors.rows(example.weight(), vocabulary / 2L);
    Judgement judgement =
        logits("", linearOf(example.weight(), driver).forward(hidden), hidden, every, null);
    if (!driver.claims().has(Feature.BIAS)) {
      return judgement;
    }
    DType dtype = example.config().dtype();
    HostTensor bias = LinearRules.ascendingBias(dtype, vocabulary);
    DrivenLayer<HostTensor> biased =
        driver.linear(
            new LinearConfig(example.dimension(), vocabulary, true, dtype),
            LinearRules.given(example.weight(), bias));
    return judgement.and(logits("with a bias, ", biased.forward(hidden), hidden, every, bias));
  }

  private static Judgement logits(
      String when,
      HostTensor logits,
      HostTensor hidden,
      HostTensor every,
      @Nullable HostTensor bias) {
    return NumberJudge.judge(
        when + "the logits",
        coordinates -> when + "the logit of row " + coordinates[1],
        logits,
        IntegerLinear.forward(hidden, every, bias),
        every.dtype(),
        (position, actual) ->
            ", the dot product with the embedding of "
                + position
                + (bias == null ? "" : " and the bias " + bias.widened()[position]));
  }

  static Judgement linearAsEmbedding(LookupExample example, Driver driver) {
    int vocabulary = example.vocabulary();
    if (vocabulary == 0 || example.indices().size() == 0) {
      return new Judgement.NoEvidence("no one-hot row");
    }
    HostTensor oneHot = OneHot.rows(example.config().dtype(), example.indices(), vocabulary);
    HostTensor output = linearOf(Tensors.transposed(example.weight()), driver).forward(oneHot);
    HostTensor rows = LookupRules.layer(example, driver).forward(example.indices());
    return NumberJudge.judge(
        "the linear layer's output for one-hot rows",
        coordinates ->
            "output "
                + coordinates[1]
                + " of the linear layer for the one-hot row "
                + coordinates[0],
        output,
        rows.reshape(example.indices().size(), example.dimension()),
        example.config().dtype(),
        (position, actual) -> ", the embedding's row");
  }

  static Judgement gradientsAgree(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    int vocabulary = lookup.vocabulary();
    int count = lookup.indices().size();
    if (vocabulary == 0 || count == 0) {
      return new Judgement.NoEvidence("no one-hot row");
    }
    HostTensor oneHot = OneHot.rows(lookup.config().dtype(), lookup.indices(), vocabulary);
    DrivenLayer<HostTensor> linear = linearOf(Tensors.transposed(lookup.weight()), driver);
    linear.backward(oneHot, example.upstream().reshape(count, lookup.dimension()));
    HostTensor transposed = Tensors.transposed(linear.gradient("weight").dense());
    return NumberJudge.judge(
        "the embedding's gradient",
        coordinates ->
            "row "
                + coordinates[0]
                + " of the embedding's gradient, column "
                + coordinates[1]
                + ",",
        LookupGradientRules.gradient(example, driver),
        transposed,
        lookup.config().dtype(),
        (position, actual) -> ", the transposed gradient of a linear layer on one-hot rows");
  }

  static Judgement swappedArguments(LookupExample example, Driver driver) {
    int vocabulary = example.vocabulary();
    int dimension = example.dimension();
    if (vocabulary == dimension || dimension == 0 || vocabulary == 0) {
      return new Judgement.NoEvidence("V = D, or a size is zero");
    }
    DType dtype = example.config().dtype();
    HostTensor swapped = Tensors.transposed(example.weight());
    DrivenLayer<HostTensor> embedding =
        driver.embedding(
            EmbeddingConfig.of(dimension, vocabulary, dtype),
            new Start.Given(Map.of("weight", swapped)));
    HostTensor output = embedding.forward(HostTensor.of(new long[] {dimension - 1L}, 1));
    return matrix(
            "the weight of Embedding(" + dimension + ", " + vocabulary + ")",
            embedding.parameter("weight"),
            dtype,
            dimension,
            vocabulary,
            ": V and D seem to be swapped, the constructor takes V first")
        .and(
            ShapeJudge.judge(
                "the output of Embedding(" + dimension + ", " + vocabulary + ")",
                output,
                dtype,
                1,
                vocabulary))
        .and(
            matrix(
                "the weight of Linear(" + vocabulary + ", " + dimension + ")",
                linearOf(swapped, driver).parameter("weight"),
                dtype,
                dimension,
                vocabulary,
                ": I and O seem to be swapped, the weight is [O, I]"));
  }

  /** Judges the shape of a matrix, with a hint where it is that of the transpose. */
  private static Judgement matrix(
      String what, HostTensor actual, DType dtype, long rows, long columns, String hint) {
    Judgement judgement = ShapeJudge.judge(what, actual, dtype, rows, columns);
    boolean transposed = Arrays.equals(actual.shape(), new long[] {columns, rows});
    return transposed && judgement instanceof Judgement.Broken broken
        ? Judgement.broken(broken.message() + hint)
        : judgement;
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.PaddedTableExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on the padding row. */
final class PaddingRules {
  private static final int NONE = -1;

  /** Numbers that no initialisation is likely to draw. */
  private static final double GIVEN = 2.5;

  private static final double ASSIGNED = -7.5;

  private PaddingRules() {}

  /** Returns the number of the padding row, negative indices counted from the end. */
  static int paddingRow(LookupExample example) {
    return normalised(example.config().paddingIdx(), example.vocabulary());
  }

  private static int normalised(@Nullable Long paddingIdx, int vocabulary) {
    return paddingIdx == null ? NONE : (int) Math.floorMod(paddingIdx, (long) vocabulary);
  }

  static Judgement initialRow(PaddedTableExample example, Driver driver) {
    EmbeddingConfig config = example.config();
    int row = normalised(example.paddingIdx(), example.initial().rows());
    HostTensor weight =
        Tensors.filled(
            config.dtype(), GIVEN, example.initial().rows(), example.initial().columns());
    DrivenLayer<HostTensor> given =
        driver.embedding(config, new Start.Given(Map.of("weight", weight)));
    Judgement judgement =
        kept("after a start from given values", given, weight)
            .and(loaded(config, weight, driver))
            .and(assigned(given, weight, Math.max(0, row)));
    if (driver.claims().has(Feature.INIT) && !driver.claims().has(Limit.OWN_DEFAULT_INIT)) {
      given.reset(example.initial().seed());
      DrivenLayer<HostTensor> drawn =
          driver.embedding(config, new Start.Default(example.initial().seed()));
      judgement =
          judgement
              .and(zeroIn("after the re-initialisation of given values", given, row, example))
              .and(zeroIn("after the default initialisation", drawn, row, example));
      drawn.reset(example.initial().otherSeed());
      judgement =
          judgement
              .and(zeroIn("after its own re-initialisation", drawn, row, example))
              .and(assigned(drawn, drawn.parameter("weight").copy(), Math.max(0, row)))
              .and(ofABag(example, row, driver))
              .and(ofOthers(example, row, weight, driver));
    }
    return driver.claims().has(Feature.INIT_SCHEMES)
        ? judgement.and(filled(example, driver))
        : judgement;
  }

  /** The embedding of a tied pair, and one whose gradient is sparse. */
  private static Judgement ofOthers(
      PaddedTableExample example, int row, HostTensor weight, Driver driver) {
    EmbeddingConfig config = example.config();
    Start given = new Start.Given(Map.of("weight", weight));
    Judgement judgement = new Judgement.NoEvidence("neither tying nor sparse is claimed");
    if (driver.claims().has(Feature.TYING) && driver.claims().coversFanIn(weight.extent(1))) {
      DrivenLayer<HostTensor> tied = driver.tied(config, false, given).embedding();
      tied.reset(example.initial().seed());
      judgement =
          judgement.and(
              zeroIn("after the re-initialisation of a tied embedding", tied, row, example));
    }
    if (driver.claims().has(Feature.SPARSE_GRADIENT)) {
      DrivenLayer<HostTensor> sparse = driver.embedding(config.withSparse(), given);
      sparse.reset(example.initial().seed());
      judgement =
          judgement.and(
              zeroIn("after the re-initialisation of a sparse embedding", sparse, row, example));
    }
    return judgement;
  }

  private static Judgement ofABag(PaddedTableExample example, int row, Driver driver) {
    if (!driver.claims().has(Feature.BAG)) {
      return new Judgement.NoEvidence("no bag is claimed");
    }
    DrivenLayer<BagInput> bag =
        driver.embeddingBag(
            new BagConfig(example.config(), BagMode.SUM, false),
            new Start.Default(example.initial().seed()));
    String when = "after the initialisation of a bag";
    if (row != NONE && driver.claims().has(Limit.DRAWN_BAG_PADDING)) {
      return zeroIn(when, bag, row, example) instanceof Judgement.Broken
          ? zeroIn(when + " that draws its padding row", bag, NONE, example)
          : new Judgement.Advisory(
              1, "the limit DRAWN_BAG_PADDING is declared, but the padding row of a bag is zero");
    }
    Judgement judgement = zeroIn(when, bag, row, example);
    bag.reset(example.initial().otherSeed());
    return judgement.and(zeroIn("after the re-initialisation of a bag", bag, row, example));
  }

  private static Judgement loaded(EmbeddingConfig config, HostTensor weight, Driver driver) {
    if (!driver.claims().has(Feature.STATE)) {
      return new Judgement.NoEvidence("no state is claimed");
    }
    HostTensor zeros = HostTensor.zeros(weight.dtype(), weight.shape());
    DrivenLayer<HostTensor> layer =
        driver.embedding(config, new Start.Given(Map.of("weight", zeros)));
    layer.load(Map.of("weight", weight));
    return kept("after loading a state", layer, weight);
  }

  private static Judgement assigned(DrivenLayer<HostTensor> layer, HostTensor weight, int row) {
    HostTensor values = Tensors.filled(weight.dtype(), ASSIGNED, 1, weight.extent(1));
    layer.assign("weight", row, values);
    return kept("after assigning row " + row, layer, Tensors.withRow(weight.copy(), row, values));
  }

  private static Judgement filled(PaddedTableExample example, Driver driver) {
    EmbeddingConfig config = example.config();
    return kept(
        "after ones_ was applied to the weight",
        driver.embedding(config, new Start.Scheme("ones_", Map.of(), example.initial().seed())),
        Tensors.filled(config.dtype(), 1, config.numEmbeddings(), config.embeddingDim()));
  }

  private static Judgement kept(String when, DrivenLayer<HostTensor> layer, HostTensor weight) {
    return BitJudge.judge(
        "the weight",
        coordinates ->
            when + ", column " + coordinates[1] + " of row " + coordinates[0] + " of the weight",
        layer.parameter("weight"),
        weight);
  }

  /** Judges that one row is zero and no other: they are too long to be zero by chance. */
  private static Judgement zeroIn(
      String when, DrivenLayer<?> layer, int paddingRow, PaddedTableExample example) {
    HostTensor weight = layer.parameter("weight");
    EmbeddingConfig config = example.config();
    Judgement form =
        ShapeJudge.judge(
            "the weight", weight, config.dtype(), config.numEmbeddings(), config.embeddingDim());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] values = weight.widened();
    int columns = weight.extent(1);
    for (int row = 0; row < weight.extent(0); row++) {
      int zeros = 0;
      for (int column = 0; column < columns; column++) {
        zeros += values[row * columns + column] == 0 ? 1 : 0;
      }
      boolean wrong = row == paddingRow ? zeros < columns : zeros == columns;
      if (wrong) {
        return Judgement.broken(
            when
                + ", row "
                + row
                + " of the weight is "
                + (zeros == columns ? "all zeros" : "not all zeros")
                + ", and "
                + (paddingRow == NONE
                    ? "no row is padding"
                    : "the padding row is "
                        + paddingRow
                        + " (padding_idx "
                        + example.paddingIdx()
                        + ")"));
      }
    }
    return Judgement.kept(weight.size());
  }

  static Judgement lookup(LookupExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    String padded = "with padding row " + paddingRow(example) + ", ";
    Judgement judgement = LookupRules.judgeRows(padded, example, layer.forward(example.indices()));
    if (!driver.claims().has(Feature.PARAMETERS)) {
      return judgement;
    }
    HostTensor reversed = Tensors.rows(example.weight(), Tensors.descending(example.vocabulary()));
    layer.assign("weight", 0, reversed);
    return judgement.and(
        LookupRules.judgeRows(
            "after assigning the weight, " + padded,
            example.withWeight(reversed),
            layer.forward(example.indices())));
  }

  static Judgement paddingGradient(LookupGradientExample example, Driver driver) {
    return paddingRowIsZero("", example, LookupGradientRules.gradient(example, driver))
        .and(sparsely(example, driver));
  }

  /** Judges the same backward of a sparse layer where there is one. */
  private static Judgement sparsely(LookupGradientExample example, Driver driver) {
    if (!driver.claims().has(Feature.SPARSE_GRADIENT)) {
      return new Judgement.NoEvidence("no sparse gradient is claimed");
    }
    LookupGradientExample sparse = example.withConfig(example.lookup().config().withSparse());
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(sparse, driver);
    layer.backward(sparse.lookup().indices(), sparse.upstream());
    return SparseGradientRules.listed("the sparse gradient", sparse, layer.gradient("weight"));
  }

  /** Judges that a dense gradient is exactly +0 in the padding row. */
  static Judgement paddingRowIsZero(
      String when, LookupGradientExample example, HostTensor gradient) {
    LookupExample lookup = example.lookup();
    int row = paddingRow(lookup);
    Judgement form =
        ShapeJudge.judge(
            when + "the weight gradient",
            gradient,
            lookup.config().dtype(),
            lookup.vocabulary(),
            lookup.dimension());
    return form instanceof Judgement.Broken
        ? form
        : BitJudge.judge(
            when + "the gradient of the padding row",
            coordinates ->
                when + "column " + coordinates[1] + " of the gradient of the padding row " + row,
            Tensors.rows(gradient, row),
            HostTensor.zeros(lookup.config().dtype(), 1, lookup.dimension()),
            PaddingDiagnosis.of(example));
  }

  static Judgement otherGradients(LookupGradientExample example, Driver driver) {
    return otherRowsAreTrained("", example, LookupGradientRules.gradient(example, driver));
  }

  /** Judges that a dense gradient is exact in every row but that of the padding. */
  static Judgement otherRowsAreTrained(
      String when, LookupGradientExample example, HostTensor gradient) {
    LookupExample lookup = example.lookup();
    Judgement form =
        ShapeJudge.judge(
            when + "the weight gradient",
            gradient,
            lookup.config().dtype(),
            lookup.vocabulary(),
            lookup.dimension());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    long[] others = otherRows(lookup);
    HostTensor expected =
        IntegerEmbedding.weightGradient(lookup.vocabulary(), lookup.indices(), example.upstream());
    int dimension = lookup.dimension();
    return NumberJudge.judge(
        when + "the gradient of the rows that are not padding",
        coordinates ->
            when
                + "column "
                + coordinates[1]
                + " of the gradient of row "
                + others[(int) coordinates[0]]
                + ", beside padding row "
                + paddingRow(lookup)
                + ",",
        Tensors.rows(gradient, others),
        Tensors.rows(expected, others),
        lookup.config().dtype(),
        (position, actual) ->
            GradientDiagnosis.of(example)
                .of((int) others[position / dimension] * dimension + position % dimension, actual));
  }

  private static long[] otherRows(LookupExample lookup) {
    int padding = paddingRow(lookup);
    long[] rows = new long[lookup.vocabulary() - 1];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i < padding ? i : i + 1L;
    }
    return rows;
  }

  /** Returns the same example without its padded positions, as rank 1, and without padding. */
  static LookupGradientExample withoutPadding(LookupGradientExample example) {
    LookupExample lookup = example.lookup();
    int row = paddingRow(lookup);
    if (row == NONE) {
      return example;
    }
    long[] indices = lookup.indices().longs();
    long[] positions =
        LongStream.range(0, indices.length)
            .filter(position -> indices[(int) position] != row)
            .toArray();
    long[] kept = LongStream.of(positions).map(position -> indices[(int) position]).toArray();
    HostTensor upstream = example.upstream().copy();
    return new LookupGradientExample(
        lookup.withIndices(Tensors.indicesLike(lookup.indices(), kept, kept.length)),
        Tensors.rows(upstream.reshape(indices.length, lookup.dimension()), positions));
  }

  static Judgement allPadded(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    DType dtype = lookup.config().dtype();
    return BitJudge.judge(
            "the gradient of positions that are all padding",
            coordinates ->
                "column "
                    + coordinates[1]
                    + " of the gradient of row "
                    + coordinates[0]
                    + ", where all positions are padding,",
            LookupGradientRules.gradient(example, driver),
            HostTensor.zeros(dtype, lookup.vocabulary(), lookup.dimension()))
        .and(sparsely(example, driver));
  }
}

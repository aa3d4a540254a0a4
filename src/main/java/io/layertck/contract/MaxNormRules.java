package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.MaxNormCases;
import io.layertck.judge.BitJudge;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.oracle.exact.ExactMaxNorm.Fate;
import io.layertck.oracle.onnx.OnnxEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The bodies of the rules on rows that a lookup renormalises. */
final class MaxNormRules {
  private MaxNormRules() {}

  static ExactMaxNorm norms(LookupExample example) {
    return ExactMaxNorm.of(
        example.weight(),
        Objects.requireNonNull(example.config().maxNorm()),
        example.config().normType());
  }

  static boolean[] lookedUp(LookupExample example) {
    boolean[] used = new boolean[example.vocabulary()];
    for (long index : example.indices().longs()) {
      used[(int) index] = true;
    }
    return used;
  }

  /** Tells whether some row is looked up and past the norm: else nothing is to be seen. */
  static boolean showsNothing(LookupExample example) {
    ExactMaxNorm norms = norms(example);
    boolean[] used = lookedUp(example);
    return IntStream.range(0, used.length)
        .noneMatch(row -> used[row] && norms.fate(row) == Fate.RENORMALISED);
  }

  static Judgement renormalised(LookupExample example, Driver driver) {
    if (showsNothing(example)) {
      return new Judgement.NoEvidence("no row past max_norm is looked up");
    }
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    HostTensor output = layer.forward(example.indices());
    Judgement judgement = tableAndOutput("", example, layer, output, driver);
    if (judgement instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)) {
      return judgement;
    }
    DrivenLayer<HostTensor> recording = LookupRules.layer(example, driver);
    HostTensor recorded;
    try (DrivenPass pass = recording.record(example.indices())) {
      recorded = pass.output().copy();
    }
    return judgement.and(
        tableAndOutput("in a recorded forward, ", example, recording, recorded, driver));
  }

  private static Judgement tableAndOutput(
      String when,
      LookupExample example,
      DrivenLayer<HostTensor> layer,
      HostTensor output,
      Driver driver) {
    HostTensor table = layer.parameter("weight").copy();
    Judgement judgement = rightTable(when, example, table, driver);
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement
            .and(showsTheTable(when, example, table, output))
            .and(agreement(when, example, table));
  }

  private static Judgement agreement(String when, LookupExample example, HostTensor table) {
    double maxNorm = Objects.requireNonNull(example.config().maxNorm());
    if (maxNorm != OnnxEmbedding.MAX_NORM || table.dtype().isHalf()) {
      return new Judgement.NoEvidence("no model is exported for this norm or type");
    }
    return Agreement.bounded(
        when + "the weight after the lookup",
        table,
        ErrorBound.of(table.dtype()),
        OnnxEmbedding.maxNorm(example.weight(), example.indices(), example.config().normType())
            .table(),
        norms(example).after(lookedUp(example)));
  }

  /** Judges the table that one lookup left, by the bound of every element. */
  static Judgement rightTable(String when, LookupExample example, HostTensor table, Driver driver) {
    DType dtype = example.config().dtype();
    Judgement form = ShapeJudge.judge(when + "the weight", table, dtype, example.weight().shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    ExactMaxNorm norms = norms(example);
    boolean[] used = lookedUp(example);
    Judgement judgement =
        BoundJudge.judge(
            "weight",
            table,
            Agreement.reference(norms.after(used)),
            // Every rounding is one to the type itself: norm, factor and product.
            RealDataRules.ofOneType(dtype, driver.claims()),
            Names.element(when + "after the lookup, the weight"));
    return judgement instanceof Judgement.Broken broken
        ? Judgement.broken(broken.message() + MaxNormDiagnosis.of(example, norms, used, table))
        : judgement;
  }

  private static Judgement showsTheTable(
      String when, LookupExample example, HostTensor table, HostTensor output) {
    return BitJudge.judge(
        when + "the output",
        Names.outputRow(when, example.indices()),
        output,
        ExactLookup.forward(table, example.indices()),
        (position, actual) ->
            actual == ExactLookup.forward(example.weight(), example.indices()).widened()[position]
                ? ": the row as it was before it was renormalised"
                : ": the renormalised row of the weight is another");
  }

  static Judgement untouched(LookupExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    layer.forward(example.indices());
    return untouchedRows(example, layer.parameter("weight"));
  }

  private static Judgement untouchedRows(LookupExample example, HostTensor table) {
    Judgement form =
        ShapeJudge.judge("the weight", table, example.config().dtype(), example.weight().shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    ExactMaxNorm norms = norms(example);
    boolean[] used = lookedUp(example);
    long[] rows =
        IntStream.range(0, used.length)
            .filter(row -> !used[row] || norms.fate(row) == Fate.STAYS)
            .asLongStream()
            .toArray();
    return BitJudge.judge(
        "the rows that a lookup leaves alone",
        coordinates -> {
          int row = (int) rows[(int) coordinates[0]];
          return "column "
              + coordinates[1]
              + " of row "
              + row
              + " of the weight, "
              + (used[row]
                  ? "whose norm is "
                      + norms.norm(row)
                      + " and max_norm "
                      + example.config().maxNorm()
                  : "which was not looked up")
              + ",";
        },
        Tensors.rows(table, rows),
        Tensors.rows(example.weight(), rows));
  }

  static Judgement oncePerCall(LookupExample example, Driver driver) {
    HostTensor indices = example.indices();
    long[] before = indices.longs();
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    HostTensor output = layer.forward(indices);
    Judgement judgement =
        BitJudge.judge(
            "the caller's indices",
            Names.element("after forward, the caller's indices"),
            indices,
            Tensors.indicesLike(indices, before, indices.shape()));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    HostTensor table = layer.parameter("weight").copy();
    judgement = judgement.and(showsTheTable("", example, table, output));
    long[] distinct = LongStream.of(before).distinct().sorted().toArray();
    DrivenLayer<HostTensor> single = LookupRules.layer(example, driver);
    single.forward(Tensors.indicesLike(indices, distinct, distinct.length));
    return judgement.and(
        BitJudge.judge(
            "the weight",
            coordinates ->
                "after "
                    + before.length
                    + " indices, "
                    + LongStream.of(before).filter(index -> index == coordinates[0]).count()
                    + " of them "
                    + coordinates[0]
                    + ", column "
                    + coordinates[1]
                    + " of row "
                    + coordinates[0]
                    + " of the weight",
            table,
            single.parameter("weight"),
            (position, actual) -> " as after every row was looked up once"));
  }

  static Judgement everyOrder(LookupExample example, Driver driver) {
    double maxNorm = Objects.requireNonNull(example.config().maxNorm());
    Judgement judgement = new Judgement.NoEvidence("no order was tried");
    for (double order : MaxNormCases.ORDERS) {
      LookupExample chosen = example.withConfig(example.config().withMaxNorm(maxNorm, order));
      DrivenLayer<HostTensor> layer = LookupRules.layer(chosen, driver);
      layer.forward(chosen.indices());
      judgement =
          judgement.and(
              rightTable(
                  "with norm_type " + order + ", ", chosen, layer.parameter("weight"), driver));
    }
    return judgement
        .and(persists(example, driver))
        .and(gradient(example, driver))
        .and(MaxNormCombinationRules.everyOption(example, driver));
  }

  /** What one lookup renormalised, a lookup of other rows leaves alone. */
  private static Judgement persists(LookupExample example, Driver driver) {
    boolean[] used = lookedUp(example);
    long[] others = LongStream.range(0, used.length).filter(row -> !used[(int) row]).toArray();
    if (others.length == 0 || example.indices().size() == 0) {
      return new Judgement.NoEvidence("every row is looked up");
    }
    long[] rows = LongStream.range(0, used.length).filter(row -> used[(int) row]).toArray();
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    layer.forward(example.indices());
    HostTensor first = Tensors.rows(layer.parameter("weight"), rows);
    layer.forward(Tensors.indicesLike(example.indices(), others, others.length));
    return BitJudge.judge(
        "the rows of the first lookup",
        coordinates ->
            "after a lookup of other rows, column "
                + coordinates[1]
                + " of row "
                + rows[(int) coordinates[0]]
                + " of the weight",
        Tensors.rows(layer.parameter("weight"), rows),
        first);
  }

  private static Judgement gradient(LookupExample example, Driver driver) {
    if (!driver.claims().has(Feature.GRADIENT)) {
      return new Judgement.NoEvidence("there is no gradient");
    }
    if (UniformUpstream.mayStall(example)) {
      return new Judgement.NoEvidence("a running sum of so many ones may stall");
    }
    LookupGradientExample backward = UniformUpstream.of(example, 1);
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(backward, driver);
    layer.backward(example.indices(), backward.upstream());
    Judgement judgement =
        LookupGradientRules.exactly(
            "the gradient beside max_norm", backward, layer.gradient("weight").dense());
    if (judgement instanceof Judgement.Broken || !driver.claims().has(Feature.ACCUMULATION)) {
      return judgement;
    }
    layer.backward(example.indices(), backward.upstream());
    return judgement.and(
        LookupGradientRules.exactly(
            "the gradient after two backwards beside max_norm",
            UniformUpstream.of(example, 2),
            layer.gradient("weight").dense()));
  }

  static Judgement again(LookupExample example, Driver driver) {
    if (showsNothing(example)) {
      return new Judgement.NoEvidence("no row past max_norm is looked up");
    }
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    layer.forward(example.indices());
    HostTensor first = layer.parameter("weight").copy();
    layer.forward(example.indices());
    HostTensor second = layer.parameter("weight").copy();
    Judgement form = ShapeJudge.judge("the weight", second, first.dtype(), first.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    layer.assign("weight", 0, example.weight());
    layer.forward(example.indices());
    return unchanged(example, first, second)
        .and(
            rightTable(
                "where the rows were assigned anew, ", example, layer.parameter("weight"), driver));
  }

  /** Returns which part of an element a second call may change. */
  static double allowedAgain(LookupExample example) {
    double maxNorm = Objects.requireNonNull(example.config().maxNorm());
    // The second norm, and the rounding of the first one that it may see.
    double roundings = 2 * norms(example).roundings() * example.config().dtype().unitRoundoff();
    return ExactMaxNorm.EPSILON / maxNorm + roundings;
  }

  private static Judgement unchanged(LookupExample example, HostTensor first, HostTensor second) {
    double allowed = allowedAgain(example);
    double[] before = first.widened();
    double[] after = second.widened();
    for (int i = 0; i < before.length; i++) {
      boolean same = before[i] == after[i] || (Double.isNaN(before[i]) && Double.isNaN(after[i]));
      if (!same && !(Math.abs(after[i] - before[i]) <= allowed * Math.abs(before[i]))) {
        int columns = example.dimension();
        return Judgement.broken(
            "after a second identical call, column "
                + i % columns
                + " of row "
                + i / columns
                + " of the weight is "
                + after[i]
                + ", after the first it was "
                + before[i]
                + ": more than "
                + allowed
                + " of it has changed");
      }
    }
    return Judgement.kept(Math.max(1, Arrays.stream(before).filter(value -> value != 0).count()));
  }
}

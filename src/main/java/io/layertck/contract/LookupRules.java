package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** The bodies of the rules on embedding lookup. */
final class LookupRules {
  private LookupRules() {}

  static Judgement shape(LookupExample example, Driver driver) {
    HostTensor output = layer(example, driver).forward(example.indices());
    Judgement judgement =
        ShapeJudge.judge(
            "the output for indices " + example.indices(),
            output,
            example.config().dtype(),
            ExactLookup.outputShape(example.weight(), example.indices()));
    boolean swapped =
        judgement instanceof Judgement.Broken
            && output.rank() > 0
            && output.extent(-1) == example.vocabulary()
            && example.vocabulary() != example.dimension();
    return swapped && judgement instanceof Judgement.Broken broken
        ? Judgement.broken(
            broken.message() + ": V and D seem to be swapped, the constructor takes V first")
        : judgement;
  }

  static Judgement rows(LookupExample example, Driver driver) {
    HostTensor output = layer(example, driver).forward(example.indices());
    Judgement judgement = judgeRows("", example, output);
    return judgement instanceof Judgement.Broken broken && quietsOnlyNaN(example, output)
        ? new Judgement.Advisory(
            Math.max(1, output.size()), broken.message() + ": a signalling NaN was made quiet")
        : judgement;
  }

  /** Tells whether an output of a half type is right but for its signalling NaNs. */
  private static boolean quietsOnlyNaN(LookupExample example, HostTensor output) {
    HostTensor expected = ExactLookup.forward(example.weight(), example.indices());
    DType dtype = expected.dtype();
    if (dtype.precision() >= DType.FLOAT32.precision()
        || output.dtype() != dtype
        || !Arrays.equals(output.shape(), expected.shape())) {
      return false;
    }
    long[] actual = output.bits();
    long[] wanted = expected.bits();
    long quiet = 1L << (dtype.precision() - 2);
    for (int i = 0; i < wanted.length; i++) {
      boolean signalling = Double.isNaN(dtype.number(wanted[i])) && (wanted[i] & quiet) == 0;
      boolean quieted = signalling && Double.isNaN(dtype.number(actual[i]));
      if (actual[i] != wanted[i] && !quieted) {
        return false;
      }
    }
    return true;
  }

  static Judgement indexTypes(LookupExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = layer(example, driver);
    long[] values = example.indices().longs();
    long[] shape = example.indices().shape();
    HostTensor narrow =
        layer.forward(Tensors.indicesLike(HostTensor.zeros(DType.INT32), values, shape));
    HostTensor wide = layer.forward(HostTensor.of(values, shape));
    // Each against the table, and not one against the other, which would not tell who is wrong.
    return judgeRows("for int32 indices, ", example, narrow)
        .and(judgeRows("for int64 indices, ", example, wide));
  }

  /** Judges an index type where it is the only one, and else both over one table. */
  static Judgement everyIndexType(LookupExample example, Driver driver) {
    return driver.claims().has(Feature.INT32_INDICES)
        ? indexTypes(example, driver)
        : rows(example, driver);
  }

  static Judgement positions(LookupExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = layer(example, driver);
    HostTensor indices = example.indices();
    long[] values = indices.longs();
    int count = values.length;
    HostTensor whole = layer.forward(indices);
    Judgement form =
        ShapeJudge.judge(
            "the output",
            whole,
            example.config().dtype(),
            ExactLookup.outputShape(example.weight(), indices));
    if (count == 0 || example.dimension() == 0 || form instanceof Judgement.Broken) {
      return form instanceof Judgement.Broken ? form : new Judgement.NoEvidence("no output row");
    }
    HostTensor rows = whole.reshape(count, example.dimension());
    long[] order = Tensors.descending(count);
    long[] twice = new long[2 * count];
    Arrays.setAll(twice, i -> i % count);
    return rearranged("reversed", layer, indices, values, rows, order)
        .and(rearranged("repeated", layer, indices, values, rows, twice))
        .and(rearranged("flattened", layer, indices, values, rows, Tensors.ascending(count)))
        .and(rearranged("only the last of the", layer, indices, values, rows, count - 1L));
  }

  private static Judgement rearranged(
      String how,
      DrivenLayer<HostTensor> layer,
      HostTensor indices,
      long[] values,
      HostTensor rows,
      long... positions) {
    long[] chosen = Arrays.stream(positions).map(position -> values[(int) position]).toArray();
    HostTensor output = layer.forward(Tensors.indicesLike(indices, chosen, chosen.length));
    return BitJudge.judge(
        "the output for " + how + " indices",
        coordinates ->
            "with "
                + how
                + " indices, column "
                + coordinates[1]
                + " of the output row for index "
                + chosen[(int) coordinates[0]]
                + " (position "
                + coordinates[0]
                + ")",
        output,
        Tensors.rows(rows, positions));
  }

  static Judgement relabelling(LookupExample example, Driver driver) {
    int vocabulary = example.vocabulary();
    if (vocabulary == 0) {
      return new Judgement.NoEvidence("no row to relabel");
    }
    long[] relabelled =
        Arrays.stream(example.indices().longs()).map(index -> vocabulary - 1 - index).toArray();
    LookupExample other =
        example
            .withWeight(Tensors.rows(example.weight(), Tensors.descending(vocabulary)))
            .withIndices(
                Tensors.indicesLike(example.indices(), relabelled, example.indices().shape()));
    HostTensor expected = layer(example, driver).forward(example.indices());
    HostTensor output = layer(other, driver).forward(other.indices());
    return BitJudge.judge(
        "the output after relabelling",
        Names.outputRow("after relabelling, ", other.indices()),
        output,
        expected,
        LookupDiagnosis.of(other, output));
  }

  static Judgement otherRows(LookupExample example, Driver driver) {
    boolean[] used = new boolean[example.vocabulary()];
    for (long index : example.indices().longs()) {
      used[(int) index] = true;
    }
    HostTensor poisoned = example.weight().copy();
    int unused = 0;
    for (int row = 0; row < used.length; row++) {
      if (!used[row]) {
        double poison = unused++ % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
        HostTensor values = Tensors.filled(poisoned.dtype(), poison, 1, example.dimension());
        poisoned = Tensors.withRow(poisoned, row, values);
      }
    }
    if (unused == 0) {
      return new Judgement.NoEvidence("every row is looked up");
    }
    LookupExample other = example.withWeight(poisoned);
    HostTensor output = layer(other, driver).forward(example.indices());
    return BitJudge.judge(
        "the output beside rows of NaN and infinity",
        Names.outputRow("", example.indices()),
        output,
        ExactLookup.forward(example.weight(), example.indices()),
        (position, actual) ->
            ": rows that are not looked up hold NaN or infinity, and they must not matter");
  }

  static Judgement purity(LookupExample example, Driver driver) {
    HostTensor given = example.weight().copy();
    HostTensor indices = example.indices().copy();
    DrivenLayer<HostTensor> layer = layer(example, driver);
    layer.forward(example.indices());
    Judgement judgement =
        BitJudge.judge(
                "the caller's index tensor",
                Names.element("after forward, the caller's indices"),
                example.indices(),
                indices)
            .and(
                BitJudge.judge(
                    "the caller's weight tensor",
                    Names.element("after forward, the caller's weight"),
                    example.weight(),
                    given));
    if (driver.claims().has(Feature.PARAMETERS)) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  "the weight",
                  Names.element("after forward, the layer's weight"),
                  layer.parameter("weight"),
                  given));
    }
    return judgement instanceof Judgement.Broken || example.vocabulary() == 0
        ? judgement
        : judgement.and(readAnew(example, layer));
  }

  /** Looks up with the same tensor again, into which the caller has written other indices. */
  private static Judgement readAnew(LookupExample example, DrivenLayer<HostTensor> layer) {
    HostTensor indices = example.indices();
    HostTensor next = Overwritten.nextRows(indices, example.vocabulary());
    HostTensor output = Overwritten.during(indices, next, () -> layer.forward(indices));
    return judgeRows(
        "after other indices were written into the tensor of the call before, ",
        example.withIndices(next),
        output);
  }

  static Judgement values(LookupExample example, Driver driver) {
    if (example.indices().size() == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no output element");
    }
    DrivenLayer<HostTensor> layer = layer(example, driver);
    LiveTensor live = layer.forwardLive(example.indices());
    HostTensor first = live.snapshot();
    long[] reversed = Tensors.rows(asColumn(example.indices()), orderOf(example)).longs();
    layer.forward(Tensors.indicesLike(example.indices(), reversed, example.indices().shape()));
    layer.forward(Tensors.indicesLike(example.indices(), new long[] {reversed[0]}, 1));
    HostTensor next = Overwritten.nextRows(example.indices(), example.vocabulary());
    layer(example, driver).forward(next);
    Judgement later =
        BitJudge.judge(
            "an earlier result",
            Names.element("after later calls, of another layer too, an earlier result"),
            live.snapshot(),
            first);
    if (!driver.claims().has(Feature.WRITABLE_RESULTS)) {
      return later;
    }
    live.write(Tensors.filled(first.dtype(), Double.NaN, first.shape()));
    return later.and(
        BitJudge.judge(
            "the output",
            Names.element("after writing NaN into an earlier result, the output"),
            layer.forward(example.indices()),
            first));
  }

  private static HostTensor asColumn(HostTensor indices) {
    return HostTensor.of(indices.longs(), indices.size(), 1);
  }

  private static long[] orderOf(LookupExample example) {
    return Tensors.descending(example.indices().size());
  }

  static Judgement freshness(LookupExample example, Driver driver) {
    int vocabulary = example.vocabulary();
    if (vocabulary == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no weight to change");
    }
    DrivenLayer<HostTensor> layer = layer(example, driver);
    DrivenLayer<HostTensor> equal = layer(example, driver);
    HostTensor all = everyRow(example);
    LiveTensor earlier = layer.forwardLive(all);
    HostTensor replaced = Tensors.mapped(example.weight(), value -> 2 * value + 1);
    layer.assign("weight", 0, replaced);
    Judgement whole = seen("after assigning the whole weight", layer, all, replaced);
    int middle = vocabulary / 2;
    HostTensor row = Tensors.filled(replaced.dtype(), -0.5, 1, example.dimension());
    layer.assign("weight", middle, row);
    HostTensor patched = Tensors.withRow(replaced, middle, row);
    Judgement one =
        whole
            .and(seen("after assigning row " + middle, layer, all, patched))
            .and(
                seen(
                    "after another layer of an equal weight was changed",
                    equal,
                    all,
                    example.weight()))
            .and(someRows(layer, all, patched))
            .and(
                BitJudge.judge(
                    "an earlier result",
                    Names.element("after the weight was assigned, an earlier result"),
                    earlier.snapshot(),
                    example.weight()));
    return driver.claims().has(Feature.TYING)
        ? one.and(throughPartner(example, driver, all, middle, row))
        : one;
  }

  /** Assigns the last two rows together, numbers of many bits and a zero of the other sign. */
  private static Judgement someRows(
      DrivenLayer<HostTensor> layer, HostTensor all, HostTensor weight) {
    int first = weight.extent(0) - 2;
    if (first < 0) {
      return new Judgement.NoEvidence("there are no two rows");
    }
    DType dtype = weight.dtype();
    HostTensor third = Tensors.filled(dtype, 1.0 / 3, 1, weight.extent(1));
    HostTensor zero = Tensors.filled(dtype, -0.0, 1, weight.extent(1));
    HostTensor both = Tensors.withRow(Tensors.withRow(weight, first, third), first + 1, zero);
    layer.assign("weight", first, Tensors.rows(both, first, first + 1L));
    return seen("after assigning rows " + first + " and " + (first + 1), layer, all, both);
  }

  private static Judgement throughPartner(
      LookupExample example, Driver driver, HostTensor all, int middle, HostTensor row) {
    DrivenPair pair = driver.tied(example.config(), false, example.start());
    pair.embedding().forward(all);
    pair.head().assign("weight", middle, row);
    return seen(
        "after assigning row " + middle + " of the tied head",
        pair.embedding(),
        all,
        Tensors.withRow(example.weight(), middle, row));
  }

  private static Judgement seen(
      String when, DrivenLayer<HostTensor> layer, HostTensor all, HostTensor weight) {
    return BitJudge.judge(
        "the output " + when,
        coordinates ->
            when + ", column " + coordinates[1] + " of the output row for index " + coordinates[0],
        layer.forward(all),
        weight);
  }

  private static HostTensor everyRow(LookupExample example) {
    return Tensors.indicesLike(
        example.indices(), Tensors.ascending(example.vocabulary()), example.vocabulary());
  }

  /** Judges whether an output holds the rows of the weight; {@code when} opens the message. */
  static Judgement judgeRows(String when, LookupExample example, HostTensor output) {
    return BitJudge.judge(
        when + "the output",
        Names.outputRow(when, example.indices()),
        output,
        ExactLookup.forward(example.weight(), example.indices()),
        LookupDiagnosis.of(example, output));
  }

  static DrivenLayer<HostTensor> layer(LookupExample example, Driver driver) {
    return driver.embedding(example.config(), example.start());
  }
}

package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.drive.LiveTensor;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Explanation;
import io.layertck.judge.SumJudge;
import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactSums;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The bodies of the rules on bags that are exact, or bounded where a mean divides. */
final class BagRules {
  private static final List<BagMode> MODES = List.of(BagMode.values());

  private BagRules() {}

  /** Returns one mode after the other for ascending numbers. */
  static BagMode modeInTurn(int number) {
    return MODES.get(number % MODES.size());
  }

  static DrivenLayer<BagInput> layer(BagExample example, Driver driver) {
    return driver.embeddingBag(example.config(), example.start());
  }

  static ExactBag exact(BagExample example) {
    return new ExactBag(example.config(), example.weight(), example.input());
  }

  static Judgement forward(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    List<HostTensor> arguments = tensorsOf(bag.input());
    List<HostTensor> before = arguments.stream().map(HostTensor::copy).toList();
    DrivenLayer<BagInput> layer = layer(bag, driver);
    LiveTensor live = layer.forwardLive(bag.input());
    HostTensor output = live.snapshot();
    Judgement judgement = output(bag, exact(bag), output);
    for (int i = 0; i < before.size(); i++) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  "a tensor of the caller",
                  Names.element("after forward, a tensor of the caller"),
                  arguments.get(i),
                  before.get(i)));
    }
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    BagExample later = reversed(bag);
    judgement =
        judgement
            .and(output(later, exact(later), layer.forward(later.input())))
            .and(
                BitJudge.judge(
                    "an earlier result",
                    Names.element("after a later call, an earlier result"),
                    live.snapshot(),
                    output));
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(again(example, layer, driver));
  }

  /** What a layer lived through must not show. */
  private static Judgement again(
      BagGradientExample example, DrivenLayer<BagInput> layer, Driver driver) {
    BagExample bag = example.bag();
    layer(bag, driver).forward(bag.input());
    if (driver.claims().has(Feature.GRADIENT)) {
      layer.backward(bag.input(), example.upstream());
      layer.zeroGradients();
    }
    if (driver.claims().has(Feature.PARAMETERS)) {
      layer.assign("weight", 0, bag.weight());
    }
    Judgement again = output(bag, exact(bag), layer.forward(bag.input()));
    return again instanceof Judgement.Broken broken
        ? Judgement.broken(
            "after another layer was made, a backward and an assignment of the same weight, "
                + broken.message())
        : again;
  }

  private static List<HostTensor> tensorsOf(BagInput input) {
    List<HostTensor> tensors = new ArrayList<>(List.of(input.indices()));
    if (input.offsets() != null) {
      tensors.add(input.offsets());
    }
    return tensors;
  }

  private static BagExample reversed(BagExample bag) {
    HostTensor indices = bag.input().indices();
    long[] given = indices.longs();
    long[] reversed = new long[given.length];
    Arrays.setAll(reversed, i -> given[given.length - 1 - i]);
    return bag.withInput(
        Tensors.indicesLike(indices, reversed, indices.shape()), bag.input().offsets(), null);
  }

  static Judgement weighted(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    DrivenLayer<BagInput> layer = layer(bag, driver);
    ExactBag exact = exact(bag);
    if (!driver.claims().has(Feature.GRADIENT)) {
      return output(bag, exact, layer.forward(bag.input()));
    }
    HostTensor output;
    DrivenGradient ofWeights;
    try (DrivenPass pass = layer.record(bag.input())) {
      output = pass.output();
      ofWeights = pass.backward(example.upstream());
    }
    return output(bag, exact, output)
        .and(
            judge(
                "the gradient of the per-sample weights",
                Names.element("the gradient of the per-sample weight at "),
                ofWeights.dense(),
                exact.perSampleWeightGradient(example.upstream()),
                bag,
                BagDiagnosis.ofWeightGradient(example)))
        .and(gradient(example, exact, layer.gradient("weight").dense()));
  }

  static Judgement gradient(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    DrivenLayer<BagInput> layer = layer(bag, driver);
    layer.backward(bag.input(), example.upstream());
    return gradient(example, exact(bag), layer.gradient("weight").dense())
        .and(sparsely(example, driver));
  }

  /** Judges the same backward of a sparse layer where there is one; a maximum has none. */
  private static Judgement sparsely(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    if (!driver.claims().has(Feature.SPARSE_GRADIENT) || bag.config().mode() == BagMode.MAX) {
      return new Judgement.NoEvidence("no sparse gradient is claimed, or it is of a maximum");
    }
    BagExample sparse = bag.withTable(bag.config().table().withSparse());
    DrivenLayer<BagInput> layer = layer(sparse, driver);
    layer.backward(bag.input(), example.upstream());
    DrivenGradient gradient = layer.gradient("weight");
    LookupExample lookup =
        new LookupExample(sparse.config().table(), bag.weight(), bag.input().indices());
    Judgement form = SparseRows.form("the sparse gradient of a bag", gradient, lookup);
    if (form instanceof Judgement.Broken) {
      return form;
    }
    BagMembers members = exact(bag).members();
    long[] trained =
        IntStream.range(0, members.positions())
            .filter(position -> !members.isPadding(position))
            .mapToLong(members::row)
            .toArray();
    return SparseRows.onlyOf("the sparse gradient of a bag", gradient, lookup, trained)
        .and(gradient(example, exact(bag), SparseRows.dense(gradient, lookup)));
  }

  private static Judgement gradient(
      BagGradientExample example, ExactBag exact, HostTensor gradient) {
    return judge(
        "the gradient",
        coordinates -> "row " + coordinates[0] + " of the gradient, column " + coordinates[1] + ",",
        gradient,
        exact.weightGradient(example.upstream()),
        example.bag(),
        BagDiagnosis.ofGradient(example, gradient));
  }

  private static Judgement output(BagExample bag, ExactBag exact, HostTensor output) {
    if (!Arrays.equals(output.shape(), new long[] {bag.bags(), bag.dimension()})) {
      return Judgement.broken(
          "the output has shape "
              + Arrays.toString(output.shape())
              + ", expected "
              + Arrays.toString(new long[] {bag.bags(), bag.dimension()})
              + BagDiagnosis.ofShape(bag));
    }
    return judge(
        "the output",
        coordinates -> "bag " + coordinates[0] + " of the output, column " + coordinates[1] + ",",
        output,
        exact.forward(),
        bag,
        BagDiagnosis.ofOutput(bag, output));
  }

  private static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      ExactSums expected,
      BagExample bag,
      Explanation explanation) {
    DType dtype = bag.config().table().dtype();
    return SumJudge.judge(
        tensor,
        name,
        actual,
        Agreement.reference(expected.result()),
        expected.inAnyOrder(),
        // A term may be divided, rounded and then added in the element type.
        ErrorBound.accumulating(dtype, dtype),
        explanation);
  }
}

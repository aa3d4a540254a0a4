package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.LongStream;

/** The bodies of the rules on the weight gradient of an embedding that are exact. */
final class LookupGradientRules {
  /** Where no more is looked up, many forwards cost little. */
  private static final int FEW = 4;

  private LookupGradientRules() {}

  static DrivenLayer<HostTensor> layer(LookupGradientExample example, Driver driver) {
    return LookupRules.layer(example.lookup(), driver);
  }

  static HostTensor gradient(LookupGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = layer(example, driver);
    layer.backward(example.lookup().indices(), example.upstream());
    return layer.gradient("weight").dense();
  }

  static Judgement untouchedRows(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    HostTensor gradient = gradient(example, driver);
    Judgement form =
        ShapeJudge.judge(
            "the weight gradient",
            gradient,
            lookup.config().dtype(),
            lookup.vocabulary(),
            lookup.dimension());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    boolean[] used = new boolean[lookup.vocabulary()];
    for (long index : lookup.indices().longs()) {
      used[(int) index] = true;
    }
    long[] untouched = LongStream.range(0, used.length).filter(row -> !used[(int) row]).toArray();
    return BitJudge.judge(
        "the gradient of rows not looked up",
        coordinates ->
            "column "
                + coordinates[1]
                + " of the gradient of row "
                + untouched[(int) coordinates[0]]
                + ", which was not looked up,",
        Tensors.rows(gradient, untouched),
        HostTensor.zeros(lookup.config().dtype(), untouched.length, lookup.dimension()));
  }

  static Judgement sums(LookupGradientExample example, Driver driver) {
    return exactly("the gradient", example, gradient(example, driver));
  }

  static Judgement exactly(String what, LookupGradientExample example, HostTensor gradient) {
    LookupExample lookup = example.lookup();
    return NumberJudge.judge(
        what,
        coordinates -> "row " + coordinates[0] + " of " + what + ", column " + coordinates[1] + ",",
        gradient,
        IntegerEmbedding.weightGradient(lookup.vocabulary(), lookup.indices(), example.upstream()),
        lookup.config().dtype(),
        GradientDiagnosis.of(example));
  }

  static Judgement adjoint(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    HostTensor gradient = gradient(example, driver);
    Judgement form =
        ShapeJudge.judge(
            "the weight gradient", gradient, lookup.config().dtype(), lookup.weight().shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    // The drawn weight serves as the other table: the gradient must not depend on it.
    double throughLookup =
        dot(ExactLookup.forward(lookup.weight(), lookup.indices()), example.upstream());
    double throughGradient = dot(lookup.weight(), gradient);
    if (throughLookup == throughGradient) {
      return Judgement.kept(example.upstream().size());
    }
    return Judgement.broken(
        "<lookup(W, indices), G> is "
            + throughLookup
            + " but <W, dW(indices, G)> is "
            + throughGradient
            + ": the gradient is not the adjoint of the lookup");
  }

  static double dot(HostTensor left, HostTensor right) {
    double[] first = left.widened();
    double[] second = right.widened();
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }

  static Judgement independence(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    HostTensor poison =
        Tensors.filled(lookup.config().dtype(), Double.NaN, lookup.weight().shape());
    LookupGradientExample overNaN =
        new LookupGradientExample(lookup.withWeight(poison), example.upstream());
    DrivenLayer<HostTensor> layer = layer(overNaN, driver);
    String what = "the gradient over a weight of NaN";
    Judgement judgement =
        Overwritten.explained(
            trained(what, overNaN, layer, true),
            () -> trained(what, overNaN, layer(overNaN, driver), false));
    if (judgement instanceof Judgement.Broken
        || !driver.claims().has(Feature.ACCUMULATION)
        || lookup.vocabulary() < 2) {
      return judgement;
    }
    layer.zeroGradients();
    LookupGradientExample next = new LookupGradientExample(nextRows(lookup), example.upstream());
    layer.backward(next.lookup().indices(), next.upstream());
    return judgement.and(
        exactly(
            "the gradient after a call for other rows", next, layer.gradient("weight").dense()));
  }

  /**
   * Judges a gradient.
   *
   * @param writes whether the caller writes into the indices and the upstream gradient it gave
   */
  private static Judgement trained(
      String what, LookupGradientExample example, DrivenLayer<HostTensor> layer, boolean writes) {
    HostTensor indices = example.lookup().indices();
    HostTensor upstream = example.upstream();
    LookupGradientExample kept =
        new LookupGradientExample(example.lookup().withIndices(indices.copy()), upstream.copy());
    try (DrivenPass pass = layer.record(indices)) {
      return Overwritten.during(
          indices,
          writes ? nextRows(example.lookup()).indices() : kept.lookup().indices(),
          () -> {
            pass.backward(upstream);
            return Overwritten.during(
                upstream,
                writes ? Overwritten.noNumbers(upstream) : kept.upstream(),
                () -> exactly(what, kept, layer.gradient("weight").dense()));
          });
    }
  }

  /** Returns the same lookup of the next row everywhere, the first after the last. */
  private static LookupExample nextRows(LookupExample lookup) {
    return lookup.withIndices(Overwritten.nextRows(lookup.indices(), lookup.vocabulary()));
  }

  static Judgement accumulation(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    DrivenLayer<HostTensor> layer = layer(example, driver);
    Judgement none = UntrainedGradients.judge(layer, "weight", lookup.weight(), driver);
    if (none instanceof Judgement.Broken) {
      return none;
    }
    layer.backward(lookup.indices(), example.upstream());
    HostTensor once = layer.gradient("weight").dense().copy();
    double factor = Tensors.apart(example.upstream().dtype());
    layer.backward(lookup.indices(), Tensors.mapped(example.upstream(), value -> factor * value));
    Judgement judgement =
        exactly("the first gradient", example, once)
            .and(
                exactly(
                    "the gradient after two backwards",
                    new LookupGradientExample(
                        lookup, Tensors.mapped(example.upstream(), value -> (1 + factor) * value)),
                    layer.gradient("weight").dense()));
    layer.backward(lookup.indices(), Tensors.mapped(example.upstream(), value -> Double.NaN));
    layer.zeroGradients();
    DrivenGradient zeroed = layer.gradient("weight");
    if (zeroed instanceof DrivenGradient.Dense dense) {
      judgement =
          judgement.and(
              NumberJudge.judge(
                  "the zeroed gradient",
                  Names.element("after zeroing a gradient of NaN, the gradient"),
                  dense.value(),
                  HostTensor.zeros(DType.FLOAT64, lookup.weight().shape()),
                  lookup.config().dtype()));
    }
    layer.backward(lookup.indices(), example.upstream());
    judgement =
        judgement.and(
            exactly(
                "the gradient after zeroing one of NaN",
                example,
                layer.gradient("weight").dense()));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    try (DrivenPass pass = layer.record(lookup.indices())) {
      if (lookup.vocabulary() > 0) {
        layer.forward(nextRows(lookup).indices());
      }
      layer.zeroGradients();
      pass.backward(example.upstream());
    }
    judgement =
        judgement.and(
            exactly(
                "the gradient after another forward and zeroing between forward and backward",
                example,
                layer.gradient("weight").dense()));
    return judgement instanceof Judgement.Broken || lookup.vocabulary() == 0
        ? judgement
        : judgement
            .and(otherRowsToo(example, layer, driver))
            .and(firstOfMany(example, layer, driver));
  }

  /** Runs backward on the oldest of many forwards that wait for theirs. */
  private static Judgement firstOfMany(
      LookupGradientExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    LookupExample lookup = example.lookup();
    if (!driver.claims().has(Feature.OVERLAPPING_PASSES)
        || lookup.vocabulary() < 2
        || lookup.indices().size() > FEW) {
      return new Judgement.NoEvidence("one pass at a time, or many indices");
    }
    LookupGradientExample next = new LookupGradientExample(nextRows(lookup), example.upstream());
    layer.zeroGradients();
    WaitingForwards.backwardOfTheFirst(
        layer, next.lookup().indices(), lookup.indices(), next.upstream());
    return exactly("the gradient " + WaitingForwards.FIRST, next, layer.gradient("weight").dense());
  }

  /** Adds a backward of other rows to the one that was made. */
  private static Judgement otherRowsToo(
      LookupGradientExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    LookupExample lookup = example.lookup();
    LookupExample next = nextRows(lookup);
    layer.backward(next.indices(), example.upstream());
    String what = "the gradient after backwards of different rows";
    if (!driver.claims().has(Limit.NO_EMPTY_INPUT)) {
      layer.backward(
          Tensors.indicesLike(next.indices(), new long[0], 0),
          HostTensor.zeros(example.upstream().dtype(), 0, lookup.dimension()));
      what += ", and of none,";
    }
    double[] sum =
        IntegerEmbedding.weightGradient(lookup.vocabulary(), lookup.indices(), example.upstream())
            .widened();
    double[] more =
        IntegerEmbedding.weightGradient(lookup.vocabulary(), next.indices(), example.upstream())
            .widened();
    Arrays.setAll(sum, i -> sum[i] + more[i]);
    return NumberJudge.judge(
        what,
        Names.element(what),
        layer.gradient("weight").dense(),
        HostTensor.of(sum, lookup.weight().shape()),
        lookup.config().dtype());
  }

  static Judgement stridedUpstream(LookupGradientExample example, Driver driver) {
    return exactly(
        "the gradient for " + LinearRules.layoutOf("upstream gradient", example.upstream()),
        new LookupGradientExample(example.lookup(), example.upstream().copy()),
        gradient(example, driver));
  }

  static Judgement shapes(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    HostTensor gradient = gradient(example, driver);
    String what = "the weight gradient for indices of " + RefusalRules.shown(lookup.indices());
    return ShapeJudge.judge(
            what, gradient, lookup.config().dtype(), lookup.vocabulary(), lookup.dimension())
        .and(exactly(what, example, gradient));
  }

  static Judgement specials(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    return NumberJudge.judge(
        "the gradient",
        coordinates -> "row " + coordinates[0] + " of the gradient, column " + coordinates[1] + ",",
        gradient(example, driver),
        IntegerEmbedding.weightGradient(lookup.vocabulary(), lookup.indices(), example.upstream()),
        lookup.config().dtype(),
        (position, actual) ->
            ": NaN and infinity in the upstream gradient reach their own row and column, no other");
  }
}

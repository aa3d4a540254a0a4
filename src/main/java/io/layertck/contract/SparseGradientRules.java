package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.NumberJudge;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/** The bodies of the rules on gradients that hold some rows only. */
final class SparseGradientRules {
  private static final String GRADIENT = "the sparse gradient";

  private SparseGradientRules() {}

  static Judgement sums(LookupGradientExample example, Driver driver) {
    return addsUp(GRADIENT, gradient(example, driver), example, 1);
  }

  private static DrivenGradient gradient(LookupGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    layer.backward(example.lookup().indices(), example.upstream());
    return layer.gradient("weight");
  }

  /** Judges whether a sparse gradient is right that so many equal backwards made. */
  private static Judgement addsUp(
      String what, DrivenGradient gradient, LookupGradientExample drawn, int calls) {
    Judgement form = SparseRows.form(what, gradient, drawn.lookup());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    LookupGradientExample example = PaddingRules.withoutPadding(drawn);
    return LookupGradientRules.exactly(
        what,
        calls == 1
            ? example
            : new LookupGradientExample(
                example.lookup(), Tensors.mapped(example.upstream(), value -> calls * value)),
        SparseRows.dense(gradient, drawn.lookup()));
  }

  static Judgement listedRows(LookupGradientExample example, Driver driver) {
    return listed(GRADIENT, example, gradient(example, driver));
  }

  /** Judges form, rows and sums of the sparse gradient of one backward. */
  static Judgement listed(String what, LookupGradientExample example, DrivenGradient gradient) {
    LookupExample lookup = example.lookup();
    Judgement form = SparseRows.form(what, gradient, lookup);
    if (form instanceof Judgement.Broken) {
      return form;
    }
    long[] trained = PaddingRules.withoutPadding(example).lookup().indices().longs();
    return form.and(SparseRows.onlyOf(what, gradient, lookup, trained))
        .and(addsUp(what, gradient, example, 1));
  }

  /**
   * Runs a second backward, which may be refused in half types: PyTorch adds no sparse tensors of
   * them.
   *
   * @return whether there is a sum to judge
   */
  static <I> boolean isAdded(DrivenLayer<I> layer, I input, HostTensor upstream, Driver driver) {
    Runnable second = () -> layer.backward(input, upstream);
    if (upstream.dtype().isHalf()) {
      return driver.refusalOf(second).isEmpty();
    }
    second.run();
    return true;
  }

  static Judgement accumulation(LookupGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    HostTensor indices = example.lookup().indices();
    layer.backward(indices, example.upstream());
    Judgement judgement = addsUp("the first sparse gradient", layer.gradient("weight"), example, 1);
    if (!isAdded(layer, example.lookup().indices(), example.upstream(), driver)) {
      return judgement;
    }
    judgement =
        judgement.and(
            addsUp(
                "the sparse gradient after two backwards", layer.gradient("weight"), example, 2));
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    layer.zeroGradients();
    judgement = judgement.and(zeroed(layer.gradient("weight"), example));
    layer.backward(indices, example.upstream());
    return judgement.and(
        addsUp("the sparse gradient after zeroing", layer.gradient("weight"), example, 1));
  }

  /** Zeroed is as good as absent; a layer may hold the zeros densely. */
  private static Judgement zeroed(DrivenGradient gradient, LookupGradientExample example) {
    LookupExample lookup = example.lookup();
    if (gradient instanceof DrivenGradient.None) {
      return Judgement.kept(1);
    }
    HostTensor left;
    if (gradient instanceof DrivenGradient.Dense dense) {
      left = dense.value();
    } else {
      Judgement form = SparseRows.form("the zeroed sparse gradient", gradient, lookup);
      if (form instanceof Judgement.Broken) {
        return form;
      }
      left = SparseRows.dense(gradient, lookup);
    }
    return NumberJudge.judge(
        "the zeroed gradient",
        Names.element("after zeroGradients, the gradient"),
        left,
        HostTensor.zeros(DType.FLOAT64, lookup.weight().shape()),
        lookup.config().dtype());
  }

  static Judgement merging(LookupGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    HostTensor indices = example.lookup().indices();
    layer.backward(indices, example.upstream());
    Judgement judgement = addsUp(GRADIENT, layer.gradient("weight"), example, 1);
    judgement =
        judgement.and(
            addsUp("the sparse gradient read again", layer.gradient("weight"), example, 1));
    if (!isAdded(layer, example.lookup().indices(), example.upstream(), driver)) {
      return judgement;
    }
    return judgement.and(
        addsUp(
            "the sparse gradient after a backward on top of one that was read",
            layer.gradient("weight"),
            example,
            2));
  }
}

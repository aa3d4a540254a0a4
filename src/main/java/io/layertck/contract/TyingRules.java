package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.SpecialBits;
import io.layertck.generate.TiedExample;
import io.layertck.judge.BitJudge;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.exact.ExactTied;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.oracle.onnx.OnnxTied;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** The bodies of the exact rules on an embedding and a head that share one weight. */
final class TyingRules {
  /** The gradient of the hidden states is rounded to the element type before it is summed. */
  private static final int HIDDEN_GRADIENT = 1;

  private static final long NO_PADDING = -1;

  private TyingRules() {}

  static DrivenPair pair(TiedExample example, Driver driver) {
    return driver.tied(example.lookup().config(), example.bias() != null, example.start());
  }

  static Judgement oneTable(TiedExample example, Driver driver) {
    DrivenPair pair = pair(example, driver);
    HostTensor weight = example.lookup().weight();
    HostTensor doubled = Tensors.mapped(weight, value -> 2 * value);
    HostTensor hidden = Tensors.rows(weight, 0);
    Judgement judgement = seen("at the start", pair, weight, hidden, example);
    pair.embedding().assign("weight", 0, doubled);
    judgement =
        judgement.and(
            seen("after assigning through the embedding", pair, doubled, hidden, example));
    int middle = weight.extent(0) / 2;
    HostTensor row = Tensors.filled(weight.dtype(), 5, 1, weight.extent(1));
    pair.head().assign("weight", middle, row);
    HostTensor assigned = Tensors.withRow(doubled, middle, row);
    judgement =
        judgement
            .and(
                seen(
                    "after assigning row " + middle + " through the head",
                    pair,
                    assigned,
                    hidden,
                    example))
            .and(specials(example, driver));
    if (judgement instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)) {
      return judgement;
    }
    backward(pair, example);
    pair.embedding().zeroGradients();
    pair.head().zeroGradients();
    pair(example, driver).embedding().forward(example.lookup().indices());
    HostTensor otherHidden = Tensors.rows(weight, weight.extent(0) - 1L);
    return judgement.and(
        seen("after a backward, and another pair", pair, assigned, otherHidden, example));
  }

  /** A tied table holds every number that another one may hold. */
  private static Judgement specials(TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    DType dtype = weight.dtype();
    double[] patterns = SpecialBits.patterns(dtype).stream().mapToDouble(dtype::number).toArray();
    double[] numbers = new double[weight.size()];
    Arrays.setAll(numbers, element -> patterns[element % patterns.length]);
    LookupExample special =
        example.lookup().withWeight(HostTensor.rounded(dtype, numbers, weight.shape()));
    DrivenPair pair =
        pair(
            new TiedExample(special, example.bias(), example.upstream(), example.targets()),
            driver);
    return BitJudge.judge(
        "the embedding's output",
        Names.element("of a tied table of special numbers, the embedding's output"),
        pair.embedding().forward(special.indices()),
        ExactLookup.forward(special.weight(), special.indices()));
  }

  private static Judgement seen(
      String when, DrivenPair pair, HostTensor weight, HostTensor hidden, TiedExample example) {
    HostTensor every =
        Tensors.indicesLike(
            example.lookup().indices(), Tensors.ascending(weight.extent(0)), weight.extent(0));
    return BitJudge.judge(
            "the embedding's weight",
            Names.element(when + ", the embedding's weight"),
            pair.embedding().parameter("weight"),
            weight)
        .and(
            BitJudge.judge(
                "the head's weight",
                Names.element(when + ", the head's weight"),
                pair.head().parameter("weight"),
                weight))
        .and(
            BitJudge.judge(
                "the embedding's output",
                Names.element(when + ", the embedding's output"),
                pair.embedding().forward(every),
                weight))
        .and(
            BitJudge.judge(
                "the embedding's output",
                Names.element(when + ", the embedding's output of several indices"),
                pair.embedding().forward(example.lookup().indices()),
                ExactLookup.forward(weight, example.lookup().indices())))
        .and(
            NumberJudge.judge(
                "the head's output",
                Names.element(when + ", the head's output"),
                pair.head().forward(hidden),
                IntegerLinear.forward(hidden, weight, example.bias()),
                weight.dtype()));
  }

  static Judgement totalGradient(TiedExample example, Driver driver) {
    DrivenPair pair = pair(example, driver);
    LookupExample lookup = example.lookup();
    HostTensor indices = lookup.indices();
    HostTensor hidden = pair.embedding().forward(indices).copy();
    HostTensor ofHidden = pair.head().backward(hidden, example.upstream()).dense().copy();
    HostTensor linearPart = pair.head().gradient("weight").dense().copy();
    pair.embedding().backward(indices, ofHidden);
    HostTensor whole = pair.embedding().gradient("weight").dense().copy();
    Judgement exact =
        isExact(example)
            ? total("", pair, example, hidden, NO_PADDING)
            : new Judgement.NoEvidence("the data are real");
    pair.embedding().zeroGradients();
    pair.head().zeroGradients();
    pair.embedding().backward(indices, ofHidden);
    HostTensor embeddingPart = pair.embedding().gradient("weight").dense();
    OnnxTied.Gradients model =
        OnnxTied.gradients(
            ModelRules.exported(lookup.weight()),
            example.bias() == null ? null : ModelRules.exported(example.bias()),
            indices,
            ModelRules.exported(example.upstream()));
    ErrorBound bound = RealDataRules.bound(lookup.config().dtype(), driver.claims());
    HostTensor nothing = HostTensor.zeros(hidden.dtype(), hidden.shape());
    ExactResult ofEmbedding =
        ExactTied.weightGradient(lookup.weight(), indices, nothing, example.upstream());
    ExactResult ofBoth =
        ExactTied.weightGradient(lookup.weight(), indices, hidden, example.upstream());
    Judgement judgement =
        BitJudge.judge(
                "the embedding's output",
                Names.element("the tied embedding's output"),
                hidden,
                ExactLookup.forward(lookup.weight(), indices))
            .and(exact)
            .and(
                Agreement.bounded(
                    "the head's part of the tied gradient",
                    linearPart,
                    bound,
                    model.linearPart(),
                    ExactLinear.weightGradient(hidden, example.upstream())))
            .and(
                RunningSum.excused(
                    Agreement.bounded(
                        "the embedding's part of the tied gradient",
                        embeddingPart,
                        bound.roundingItsParts(HIDDEN_GRADIENT),
                        model.embeddingPart(),
                        ofEmbedding),
                    embeddingPart,
                    Agreement.reference(ofEmbedding)))
            .and(
                RunningSum.excused(
                    Agreement.bounded(
                        "the tied gradient",
                        whole,
                        bound.roundingItsParts(CrossEntropyRules.ROUNDED_PARTS),
                        model.weight(),
                        ofBoth),
                    whole,
                    Agreement.reference(ofBoth)));
    return judgement instanceof Judgement.Broken || !isExact(example)
        ? judgement
        : judgement.and(laterGradient(pair, example, driver));
  }

  /** What a pair was trained on must not show: the upstream gradient is another of one shape. */
  private static Judgement laterGradient(DrivenPair pair, TiedExample example, Driver driver) {
    HostTensor weight = example.lookup().weight();
    pair.embedding().zeroGradients();
    pair.head().zeroGradients();
    if (driver.claims().has(Feature.PARAMETERS)) {
      pair.embedding().assign("weight", 0, weight);
      pair.head().assign("weight", 0, weight);
    }
    TiedExample later =
        new TiedExample(
            example.lookup(),
            example.bias(),
            Tensors.mapped(example.upstream(), value -> -value),
            example.targets());
    return trained(
        "after a backward, a zeroing and an assignment of the same weight, ", pair, later);
  }

  /** Judges the total gradient of a pair that has none yet, over integers. */
  static Judgement trained(String when, DrivenPair pair, TiedExample example) {
    HostTensor hidden = backward(pair, example);
    return total(when, pair, example, hidden, NO_PADDING);
  }

  /** Tells whether every sum is one number for all. */
  static boolean isExact(TiedExample example) {
    return isIntegral(example.lookup().weight()) && isIntegral(example.upstream());
  }

  private static boolean isIntegral(HostTensor tensor) {
    return Arrays.stream(tensor.widened()).allMatch(value -> value == Math.rint(value));
  }

  /** Runs forward and backward through both layers and returns the hidden states. */
  static HostTensor backward(DrivenPair pair, TiedExample example) {
    HostTensor indices = example.lookup().indices();
    HostTensor hidden = pair.embedding().forward(indices).copy();
    // One recorded forward at a time: that several may be open is a claim of its own.
    DrivenGradient ofHidden = pair.head().backward(hidden, example.upstream());
    pair.embedding().backward(indices, ofHidden.dense());
    return hidden;
  }

  private static Judgement total(
      String when, DrivenPair pair, TiedExample example, HostTensor hidden, long paddingRow) {
    LookupExample lookup = example.lookup();
    int vocabulary = lookup.vocabulary();
    HostTensor ofHidden = IntegerLinear.inputGradient(lookup.weight(), example.upstream());
    double[] embeddingPart =
        IntegerEmbedding.weightGradient(vocabulary, lookup.indices(), ofHidden).widened();
    double[] linearPart = IntegerLinear.weightGradient(hidden, example.upstream()).widened();
    double[] sum = linearPart.clone();
    int dimension = lookup.dimension();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += i / dimension == paddingRow ? 0 : embeddingPart[i];
    }
    HostTensor expected = HostTensor.of(sum, vocabulary, dimension);
    return judgeTotal(
            when,
            "embedding",
            pair.embedding().gradient("weight"),
            expected,
            embeddingPart,
            linearPart)
        .and(
            judgeTotal(
                when, "head", pair.head().gradient("weight"), expected, embeddingPart, linearPart));
  }

  private static Judgement judgeTotal(
      String when,
      String layer,
      DrivenGradient gradient,
      HostTensor expected,
      double[] embeddingPart,
      double[] linearPart) {
    return NumberJudge.judge(
        when + "the tied gradient asked of the " + layer,
        Names.element(when + "the tied gradient asked of the " + layer),
        gradient.dense(),
        expected,
        gradient.dense().dtype(),
        (position, actual) -> cause(actual, embeddingPart[position], linearPart[position]));
  }

  private static String cause(double actual, double embeddingPart, double linearPart) {
    String parts =
        ": the embedding's part is " + embeddingPart + ", the head's part is " + linearPart;
    if (actual == embeddingPart && linearPart != 0) {
      return parts + "; the head's part is lost";
    }
    if (actual == linearPart && embeddingPart != 0) {
      return parts + "; the embedding's part is lost";
    }
    if (actual == 0) {
      return parts + "; both are lost";
    }
    if (actual == embeddingPart + linearPart) {
      return parts + "; the embedding trains the padding row";
    }
    return parts;
  }

  static Judgement paddingRow(TiedExample drawn, Driver driver) {
    LookupExample lookup = drawn.lookup();
    long padding = lookup.indices().size() == 0 ? 0 : lookup.indices().longs()[0];
    TiedExample example =
        new TiedExample(
            new LookupExample(
                lookup.config().withPaddingIdx(padding), lookup.weight(), lookup.indices()),
            drawn.bias(),
            drawn.upstream(),
            drawn.targets());
    return withPadding(example, driver);
  }

  /** Judges the total gradient of a weight whose padding row the embedding does not train. */
  static Judgement withPadding(TiedExample example, Driver driver) {
    DrivenPair pair = pair(example, driver);
    HostTensor hidden = backward(pair, example);
    return total("", pair, example, hidden, PaddingRules.paddingRow(example.lookup()));
  }
}

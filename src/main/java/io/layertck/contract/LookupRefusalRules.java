package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The bodies of the rules on refused lookups. */
final class LookupRefusalRules {
  private static final Set<Refusal> INDEX = EnumSet.of(Refusal.INDEX);

  private LookupRefusalRules() {}

  static Judgement badIndex(LookupExample example, Driver driver) {
    Judgement first = badIndex(what(example), example, LookupRules.layer(example, driver), driver);
    if (first instanceof Judgement.Broken || example.vocabulary() == 0) {
      return first;
    }
    HostTensor good = HostTensor.zeros(example.indices().dtype(), example.indices().shape());
    return first.and(
        Overwritten.explained(
            afterGoodOnes(example, example.indices(), good, driver),
            () -> afterGoodOnes(example, good, good.copy(), driver)));
  }

  /** Judges a layer that has been called with good indices, perhaps in the same tensor. */
  private static Judgement afterGoodOnes(
      LookupExample example, HostTensor tensor, HostTensor good, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    Overwritten.during(tensor, good, () -> layer.forward(tensor));
    return badIndex(what(example), example, layer, driver);
  }

  /** Judges whether a layer refuses the one bad index of an example. */
  static Judgement badIndex(
      String what, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    return RefusalRules.refusedForward(
        driver,
        what,
        INDEX,
        layer,
        example.indices(),
        output -> "returned, and " + origin(example, output));
  }

  static String what(LookupExample example) {
    int position = badPosition(example);
    return "index "
        + example.indices().longs()[position]
        + " at position "
        + position
        + " with V = "
        + example.vocabulary();
  }

  private static int badPosition(LookupExample example) {
    long[] indices = example.indices().longs();
    for (int position = 0; position < indices.length; position++) {
      if (indices[position] < 0 || indices[position] >= example.vocabulary()) {
        return position;
      }
    }
    throw new IllegalArgumentException("no index is outside the vocabulary");
  }

  private static String origin(LookupExample example, HostTensor output) {
    int dimension = example.dimension();
    int position = badPosition(example);
    if (output.size() != example.indices().size() * dimension) {
      return "the output has shape " + Arrays.toString(output.shape());
    }
    long[] bits = output.bits();
    long[] row = Arrays.copyOfRange(bits, position * dimension, (position + 1) * dimension);
    if (dimension > 0 && isNaN(output, position * dimension)) {
      return "the output row holds NaN";
    }
    return LookupDiagnosis.origin(example.weight(), row);
  }

  private static boolean isNaN(HostTensor output, int element) {
    return Double.isNaN(output.widened()[element]);
  }

  static Judgement mistypedIndices(LookupExample example, Driver driver) {
    String what = "an index tensor of " + RefusalRules.shown(example.indices());
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    Set<Refusal> mistyped = EnumSet.of(Refusal.DTYPE);
    Judgement judgement =
        RefusalRules.refusedForward(driver, what, mistyped, layer, example.indices())
            .and(leftAsItWas("after " + what + ", ", example, layer, driver));
    return driver.claims().has(Feature.TYING) && example.weight().size() > 0
        ? judgement.and(
            RefusalRules.refusedForward(
                driver,
                what + ", with a tied head,",
                mistyped,
                driver.tied(example.config(), false, example.start()).embedding(),
                example.indices()))
        : judgement;
  }

  /** Judges the weight and the next valid result of a layer that has refused calls. */
  static Judgement leftAsItWas(
      String when, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    Judgement weight =
        driver.claims().has(Feature.PARAMETERS)
            ? BitJudge.judge(
                "the weight",
                Names.element(when + "the weight"),
                layer.parameter("weight"),
                example.weight())
            : new Judgement.NoEvidence("the weight cannot be read");
    if (example.vocabulary() == 0) {
      return weight;
    }
    HostTensor good = goodIndices(example);
    return weight.and(LookupRules.judgeRows(when, example.withIndices(good), layer.forward(good)));
  }

  /** Returns the first row, the last and the first again: indices that every table takes. */
  static HostTensor goodIndices(LookupExample example) {
    long[] rows = {0, example.vocabulary() - 1L, 0};
    DType dtype = example.indices().dtype() == DType.INT32 ? DType.INT32 : DType.INT64;
    return Tensors.indicesLike(HostTensor.zeros(dtype), rows, rows.length);
  }

  private static boolean names(String message, long number) {
    return Pattern.compile("(?<![0-9])" + number + "(?![0-9])").matcher(message).find();
  }

  static Judgement helpfulMessage(LookupExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    Optional<SubjectThrew> thrown = driver.refusalOf(() -> layer.forward(example.indices()));
    if (thrown.isEmpty()) {
      return new Judgement.NoEvidence("nothing was refused");
    }
    // What follows may be the framework's stack trace, with numbers of its own.
    String message = thrown.get().subjectMessage().lines().findFirst().orElse("");
    long index = example.indices().longs()[badPosition(example)];
    if (names(message, index)
        && (names(message, example.vocabulary()) || names(message, example.vocabulary() - 1L))) {
      return Judgement.kept(1);
    }
    return Judgement.broken(
        "the message for "
            + what(example)
            + " names not both the index and the allowed range: \""
            + message
            + "\"");
  }
}

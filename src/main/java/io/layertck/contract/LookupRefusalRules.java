package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.LookupExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
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
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    HostTensor[] output = new HostTensor[1];
    Judgement forward =
        RefusalRules.refused(
            driver,
            what(example),
            INDEX,
            () -> output[0] = layer.forward(example.indices()),
            () -> "forward returned, and " + origin(example, output[0]));
    if (forward instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)) {
      return forward;
    }
    return forward.and(
        RefusalRules.refused(
            driver,
            what(example) + " in a recorded forward",
            INDEX,
            () -> output[0] = recordedOutput(layer, example.indices()),
            () -> "record returned, and " + origin(example, output[0])));
  }

  private static HostTensor recordedOutput(DrivenLayer<HostTensor> layer, HostTensor indices) {
    try (DrivenPass pass = layer.record(indices)) {
      return pass.output();
    }
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

  static String origin(LookupExample example, HostTensor output) {
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
    String what =
        "an index tensor of "
            + example.indices().dtype()
            + Arrays.toString(example.indices().shape());
    Set<Refusal> mistyped = EnumSet.of(Refusal.DTYPE);
    Judgement judgement =
        RefusalRules.refusedForward(
            driver, what, mistyped, LookupRules.layer(example, driver), example.indices());
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

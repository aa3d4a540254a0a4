package io.layertck.contract;

import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.judge.Explanation;
import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.exact.ExactSums;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Says what a wrong element of a bag's output or gradients seems to be instead. */
final class BagDiagnosis {
  private static final String OWN_WEIGHT =
      "; each row is multiplied by the weight at its own position";
  private static final String AS_BEFORE = "; that is what the rows made before this forward";
  private static final int SHOWN = 6;
  private static final int ROUNDINGS = 8;

  private BagDiagnosis() {}

  /** Says what makes the number of bags. */
  static String ofShape(BagExample example) {
    HostTensor offsets = example.input().offsets();
    if (offsets == null) {
      return ": every row of the indices is a bag";
    }
    return example.config().includeLastOffset()
        ? ": the last of "
            + offsets.size()
            + " offsets is the end of the last bag, and begins none of its own"
        : ": each of " + offsets.size() + " offsets begins a bag";
  }

  /** Explains elements of an output, {@code [bags, D]}. */
  static Explanation ofOutput(BagExample example, BagExample earlier, HostTensor output) {
    return (element, actual) -> {
      ExactBag exact = BagRules.exact(example);
      int bag = element / example.dimension();
      return ": "
          + contents(exact.members(), bag)
          + (Double.isFinite(actual)
              ? causeOfOutput(example, earlier, bag, element, output.widened())
              : causeOfNaN(example, exact.members(), bag));
    };
  }

  private static String contents(BagMembers members, int bag) {
    int size = members.end(bag) - members.begin(bag);
    int padding = size - members.count(bag);
    String which = "bag " + bag + " of " + members.bags();
    if (size == 0) {
      return which + " is empty";
    }
    return which
        + " is positions "
        + members.begin(bag)
        + " to "
        + (members.end(bag) - 1)
        + (padding == 0 ? "" : padding == size ? ", all padding" : ", " + padding + " are padding");
  }

  private static String causeOfNaN(BagExample example, BagMembers members, int bag) {
    if (members.count(bag) == 0) {
      return "; it must give zeros, and 0/0 is none";
    }
    return example.input().perSampleWeights() == null
        ? "; no row holds anything but numbers"
        : weightsOf(example, members, bag);
  }

  private static String causeOfOutput(
      BagExample example, BagExample earlier, int bag, int element, double[] output) {
    ExactBag exact = BagRules.exact(example);
    boolean weighted = example.input().perSampleWeights() != null;
    Map<String, Supplier<ExactSums>> suspects = new LinkedHashMap<>();
    if (isAnotherTable(earlier, example)) {
      suspects.put(AS_BEFORE, () -> BagRules.exact(earlier).forward());
    }
    suspects.put(
        "; its padding was taken along", () -> BagRules.exact(withoutPadding(example)).forward());
    if (weighted) {
      suspects.put(
          OWN_WEIGHT + ", which was not applied",
          () -> BagRules.exact(unweighted(example)).forward());
    }
    for (BagMode mode : BagMode.values()) {
      // Its own mode is near where an element is only a little wrong.
      if (weighted || mode != example.config().mode()) {
        suspects.put(
            "; that is its " + mode.name().toLowerCase(Locale.ROOT),
            () -> BagRules.exact(unweighted(example).withMode(mode)).forward());
      }
    }
    // A whole output that one of them explains may hold zeros, too.
    String suspicion = suspicion(example, suspects, output);
    if (!suspicion.isEmpty()) {
      return suspicion;
    }
    if (output[element] == 0) {
      return "; nothing was put into it";
    }
    int size = exact.members().end(bag) - exact.members().begin(bag);
    int count = exact.members().count(bag);
    double right = exact.forward().result().value()[element];
    if (example.config().mode() == BagMode.MEAN
        && size != count
        && isNear(example, output[element] * size, right * count)) {
      return "; it was divided by " + size + ", padding counted";
    }
    return weighted ? OWN_WEIGHT : "";
  }

  /** Returns the first suspicion that accounts for every element, or an empty text. */
  private static String suspicion(
      BagExample example, Map<String, Supplier<ExactSums>> suspects, double[] actual) {
    for (Map.Entry<String, Supplier<ExactSums>> suspect : suspects.entrySet()) {
      ExactResult suspected = suspect.getValue().get().result();
      if (IntStream.range(0, actual.length)
          .allMatch(element -> isNear(example, actual[element], suspected, element))) {
        return suspect.getKey();
      }
    }
    return "";
  }

  private static String weightsOf(BagExample example, BagMembers members, int bag) {
    double[] weights = weightsOf(example);
    double sum = 0;
    for (int position = members.begin(bag); position < members.end(bag); position++) {
      sum += members.isPadding(position) ? 0 : weights[position];
    }
    return sum == 0
        ? "; its per-sample weights add up to 0, by which nothing must be divided"
        : OWN_WEIGHT + ", and one was read that nobody gave";
  }

  private static double[] weightsOf(BagExample example) {
    HostTensor weights = example.input().perSampleWeights();
    return weights == null ? new double[0] : weights.widened();
  }

  /** Explains elements of a gradient of the table, {@code [V, D]}. */
  static Explanation ofGradient(BagGradientExample example, HostTensor gradient) {
    return (element, actual) -> {
      BagExample bag = example.bag();
      ExactBag exact = BagRules.exact(bag);
      int row = element / bag.dimension();
      String places = places(exact.members(), row);
      if (places.isEmpty()) {
        return ": row " + row + " is not looked up";
      }
      return ": row "
          + row
          + " is looked up at "
          + places
          + causeOfGradient(example, exact, row, gradient.widened());
    };
  }

  private static String places(BagMembers members, int row) {
    StringJoiner places = new StringJoiner(", ");
    int found = 0;
    for (int position = 0; position < members.positions(); position++) {
      if (members.row(position) == row && found++ < SHOWN) {
        int bag = members.bagOf(position);
        places.add(
            "position "
                + position
                + (members.isPadding(position)
                    ? " (padding)"
                    : " (bag " + bag + " of size " + members.count(bag) + ")"));
      }
    }
    return found > SHOWN ? places + " and so on" : places.toString();
  }

  private static String causeOfGradient(
      BagGradientExample example, ExactBag exact, int row, double[] gradient) {
    BagExample bag = example.bag();
    if (isPadding(exact.members(), row)) {
      return "; padding has no gradient";
    }
    BagMode mode = bag.config().mode();
    Map<String, Supplier<ExactSums>> suspects = new LinkedHashMap<>();
    if (bag.input().perSampleWeights() != null) {
      suspects.put(
          "; its per-sample weights were not applied",
          () -> exactOf(unweighted(bag), example.upstream()));
    }
    if (mode == BagMode.MAX) {
      suspects.put("; each position got it whole", () -> ofMode(example, BagMode.SUM));
    }
    if (mode != BagMode.MAX) {
      suspects.put(
          "; only the position of the largest element got it", () -> ofMode(example, BagMode.MAX));
    }
    if (mode != BagMode.MEAN) {
      suspects.put(
          "; it was shared among all positions of the bag, as for a mean",
          () -> ofMode(example, BagMode.MEAN));
    }
    if (mode == BagMode.MAX) {
      suspects.put(
          "; it went to the last position that holds the largest element, not the first",
          () -> exactOf(lastFirst(bag), flipped(example)));
    }
    String suspicion = suspicion(bag, suspects, gradient);
    if (!suspicion.isEmpty()) {
      return suspicion;
    }
    return mode == BagMode.MEAN ? "; each share is divided by the size of its own bag" : "";
  }

  private static boolean isPadding(BagMembers members, int row) {
    for (int position = 0; position < members.positions(); position++) {
      if (members.row(position) == row) {
        return members.isPadding(position);
      }
    }
    return false;
  }

  private static ExactSums ofMode(BagGradientExample example, BagMode mode) {
    return exactOf(unweighted(example.bag()).withMode(mode), example.upstream());
  }

  private static ExactSums exactOf(BagExample bag, HostTensor upstream) {
    return BagRules.exact(bag).weightGradient(upstream);
  }

  /** The same bags read from the end, so that the last position comes first. */
  private static BagExample lastFirst(BagExample bag) {
    BagMembers members = BagRules.exact(bag).members();
    long[] indices = bag.input().indices().longs();
    long[] reversed = new long[indices.length];
    Arrays.setAll(reversed, i -> indices[indices.length - 1 - i]);
    long[] begins = new long[members.bags()];
    Arrays.setAll(begins, i -> indices.length - members.end(members.bags() - 1 - i));
    long[] ends = Arrays.copyOf(begins, begins.length + 1);
    ends[begins.length] = indices.length;
    return bag.withInput(
        HostTensor.of(reversed, reversed.length),
        bag.config().includeLastOffset()
            ? HostTensor.of(ends, ends.length)
            : HostTensor.of(begins, begins.length),
        null);
  }

  private static HostTensor flipped(BagGradientExample example) {
    return Tensors.rows(example.upstream(), Tensors.descending(example.bag().bags()));
  }

  /** Explains elements of the gradient of the per-sample weights. */
  static Explanation ofWeightGradient(BagGradientExample example, BagExample earlier) {
    return (position, actual) -> {
      BagMembers members = BagRules.exact(example.bag()).members();
      if (members.isPadding(position)) {
        return ": position " + position + " is padding, whose weight has no part in the result";
      }
      double[] expected =
          BagRules.exact(example.bag())
              .perSampleWeightGradient(example.upstream())
              .result()
              .value();
      double weighted = weightsOf(example.bag())[position] * expected[position];
      return ": it is the product of row "
          + members.row(position)
          + " and the upstream row of bag "
          + members.bagOf(position)
          + (isNear(example.bag(), actual, weighted)
              ? "; it was multiplied by the weight"
              : isAnotherTable(earlier, example.bag())
                      && isNear(
                          example.bag(),
                          actual,
                          BagRules.exact(earlier)
                              .perSampleWeightGradient(example.upstream())
                              .result(),
                          position)
                  ? AS_BEFORE
                  : "");
    };
  }

  /** Tells whether a forward has changed the table. */
  private static boolean isAnotherTable(BagExample earlier, BagExample now) {
    return !earlier.weight().sameBits(now.weight());
  }

  private static BagExample withoutPadding(BagExample example) {
    return example.withTable(
        EmbeddingConfig.of(example.vocabulary(), example.dimension(), example.weight().dtype()));
  }

  private static BagExample unweighted(BagExample example) {
    return example.withInput(example.input().indices(), example.input().offsets(), null);
  }

  private static boolean isNear(
      BagExample example, double actual, ExactResult suspected, int element) {
    double roundings = suspected.terms()[element] + ROUNDINGS;
    return Math.abs(actual - suspected.value()[element])
        <= roundings * example.weight().dtype().unitRoundoff() * suspected.magnitude()[element];
  }

  private static boolean isNear(BagExample example, double actual, double suspect) {
    double roundoff = example.weight().dtype().unitRoundoff();
    return Math.abs(actual - suspect) <= ROUNDINGS * roundoff * Math.abs(suspect);
  }
}

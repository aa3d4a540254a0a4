package io.layertck.fault;

import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.FanMode;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Initialisation schemes whose formulas are a little, or quite, different. */
final class SchemeFaults {
  private static final String RULE = "INI-05";

  private SchemeFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "normalIsCutAtTwoDeviationsAndNotCorrected",
            "B163",
            "tensorflow/tensorflow#18706",
            RULE,
            "it fits a normal distribution cut at two deviations",
            scheme("normal_", SchemeFaults::cutAtTwoDeviations)),
        reported(
            "varianceIsTakenForTheDeviation",
            "B164",
            "Modalities/modalities#161",
            RULE,
            "it fits the variance in place of the standard deviation",
            weights("xavier_normal_", SchemeFaults::variance)),
        made(
            "kaimingTakesTheOtherFan",
            RULE,
            "it fits the other fan",
            scheme("kaiming_", SchemeFaults::otherFan)),
        made(
            "kaimingDoesNotCorrectForTheNonlinearity",
            RULE,
            "it fits no correction for the nonlinearity",
            scheme(
                "kaiming_",
                (call, rows) -> with(call, "nonlinearity", Nonlinearity.LINEAR.code()))),
        made(
            "kaimingIgnoresTheSlope",
            RULE,
            "it fits a slope a of 0",
            scheme("kaiming_", (call, rows) -> with(call, "a", 0))),
        made(
            "kaimingTakesSeluForRelu",
            RULE,
            "nonlinearity=selu",
            scheme("kaiming_", SchemeFaults::seluAsRelu)),
        made(
            "xavierIgnoresTheGain",
            RULE,
            "it fits a gain of 1",
            scheme("xavier_", (call, rows) -> with(call, "gain", 1))),
        made(
            "xavierTakesTheFanInAlone",
            RULE,
            "it fits the fan-in alone",
            scheme("xavier_", SchemeFaults::fanInAlone)),
        made(
            "truncationBoundsCountDeviations",
            RULE,
            "trunc_normal_(",
            scheme("trunc_normal_", SchemeFaults::boundsInDeviations)),
        made("truncationClampsInsteadOfDrawingAgain", RULE, "does not follow N(", new Clamped()),
        made(
            "uniformIgnoresItsLowerBound",
            RULE,
            "uniform_(a=",
            scheme("uniform_", (call, rows) -> with(call, "a", 0))),
        made(
            "constantIsCutToAWholeNumber",
            RULE,
            "after constant_(val=",
            scheme("constant_", (call, rows) -> with(call, "val", (int) call.argument("val")))),
        made(
            "eyeFollowsTheNumberOfRows",
            RULE,
            "after eye_() of a weight",
            weights("eye_", SchemeFaults::diagonalOfTheTranspose)),
        made(
            "orthogonalIsOnlyNormalised",
            RULE,
            "they are not orthonormal but for the gain",
            scheme("orthogonal_", SchemeFaults::normalInPlaceOfOrthogonal)),
        made(
            "orthogonalIgnoresTheGain",
            RULE,
            "they are not orthonormal but for the gain",
            scheme("orthogonal_", (call, rows) -> with(call, "gain", 1))),
        made(
            "orthogonalIsTheIdentity",
            RULE,
            "in an orthogonal matrix drawn uniformly, chance explains",
            weights("orthogonal_", (call, weight) -> identity(weight, call.argument("gain", 1)))),
        made(
            "sparseRoundsTheNumberOfZerosDown",
            RULE,
            "zeros among",
            scheme("sparse_", SchemeFaults::roundedDown)),
        made(
            "sparseZeroesTheSameRowsOfEachColumn",
            RULE,
            "columns that draw their places each for itself",
            weights("sparse_", SchemeFaults::sameRows)),
        made(
            "everyRowIsTheFirst",
            RULE,
            "; rows 0 and 1 are the same",
            weights("normal_", (call, weight) -> firstRowRepeated(weight))));
  }

  /** Changes the call of a scheme for a weight of so many rows. */
  @FunctionalInterface
  private interface Call {
    Start.Scheme changed(Start.Scheme call, long rows);
  }

  /** Changes the elements of a weight that a scheme has filled. */
  @FunctionalInterface
  private interface Filled {
    HostTensor changed(Start.Scheme call, HostTensor weight);
  }

  /** Makes every layer with another call of the schemes whose names begin so. */
  private static Defect scheme(String prefix, Call change) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        return correct.embedding(config, other(start, config.numEmbeddings()));
      }

      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        return correct.linear(config, other(start, config.outFeatures()));
      }

      private Start other(Start start, long rows) {
        return start instanceof Start.Scheme call && call.name().startsWith(prefix)
            ? change.changed(call, rows)
            : start;
      }
    };
  }

  /** Changes the weight of every layer that was made with a scheme. */
  private static Defect weights(String name, Filled change) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        return changed(correct.embedding(config, start), start);
      }

      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        return changed(correct.linear(config, start), start);
      }

      private LayerUnderTest<HostTensor> changed(LayerUnderTest<HostTensor> layer, Start start) {
        if (start instanceof Start.Scheme call && call.name().equals(name)) {
          layer.assign("weight", 0, change.changed(call, layer.parameter("weight").read()));
        }
        return layer;
      }
    };
  }

  private static Start.Scheme with(Start.Scheme call, String argument, double value) {
    Map<String, Double> arguments = new TreeMap<>(call.arguments());
    arguments.put(argument, value);
    return new Start.Scheme(call.name(), arguments, call.seed());
  }

  private static Start.Scheme cutAtTwoDeviations(Start.Scheme call, long rows) {
    double mean = call.argument("mean", 0);
    double deviation = call.argument("std", 1);
    return new Start.Scheme(
        "trunc_normal_",
        Map.of(
            "mean", mean, "std", deviation, "a", mean - 2 * deviation, "b", mean + 2 * deviation),
        call.seed());
  }

  private static HostTensor variance(Start.Scheme call, HostTensor weight) {
    double deviation =
        call.argument("gain", 1) * Math.sqrt(2.0 / ((double) weight.extent(0) + weight.extent(1)));
    return Edits.mapped(weight, value -> value * deviation);
  }

  private static Start.Scheme otherFan(Start.Scheme call, long rows) {
    FanMode mode = FanMode.of(call.argument("mode", FanMode.FAN_IN.code()));
    FanMode other = mode == FanMode.FAN_IN ? FanMode.FAN_OUT : FanMode.FAN_IN;
    return with(call, "mode", other.code());
  }

  private static Start.Scheme seluAsRelu(Start.Scheme call, long rows) {
    double selu = Nonlinearity.SELU.code();
    return call.argument("nonlinearity", Nonlinearity.LEAKY_RELU.code()) == selu
        ? with(call, "nonlinearity", Nonlinearity.RELU.code())
        : call;
  }

  /** Kaiming's uniform scheme with a gain of its own is Xavier's but for the fan-out. */
  private static Start.Scheme fanInAlone(Start.Scheme call, long rows) {
    double gain = call.argument("gain", 1);
    return gain == 1
        ? new Start.Scheme(
            call.name().replace("xavier", "kaiming"),
            Map.of("nonlinearity", Nonlinearity.LINEAR.code()),
            call.seed())
        : call;
  }

  private static Start.Scheme boundsInDeviations(Start.Scheme call, long rows) {
    double mean = call.argument("mean", 0);
    double deviation = call.argument("std", 1);
    Start.Scheme low = with(call, "a", mean + deviation * call.argument("a", -2));
    return with(low, "b", mean + deviation * call.argument("b", 2));
  }

  private static Start.Scheme normalInPlaceOfOrthogonal(Start.Scheme call, long rows) {
    return new Start.Scheme(
        "normal_", Map.of("std", call.argument("gain", 1) / Math.sqrt((double) rows)), call.seed());
  }

  private static Start.Scheme roundedDown(Start.Scheme call, long rows) {
    return with(call, "sparsity", Math.floor(call.argument("sparsity") * rows) / rows);
  }

  private static HostTensor diagonalOfTheTranspose(Start.Scheme call, HostTensor weight) {
    int rows = weight.extent(0);
    return Edits.edited(
        weight,
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = i % (rows + 1) == 0 ? 1 : 0;
          }
        });
  }

  private static HostTensor identity(HostTensor weight, double gain) {
    int columns = weight.extent(1);
    return Edits.edited(
        weight,
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = i / columns == i % columns ? gain : 0;
          }
        });
  }

  private static HostTensor sameRows(Start.Scheme call, HostTensor weight) {
    int zeros = (int) Math.ceil(call.argument("sparsity") * weight.extent(0));
    double deviation = call.argument("std", 0.01);
    int columns = weight.extent(1);
    return Edits.edited(
        weight,
        values -> {
          for (int i = 0; i < values.length; i++) {
            double nonzero = values[i] == 0 ? deviation : values[i];
            values[i] = i / columns < zeros ? 0 : nonzero;
          }
        });
  }

  private static HostTensor firstRowRepeated(HostTensor weight) {
    int columns = weight.extent(1);
    return Edits.edited(
        weight,
        values -> {
          for (int i = columns; i < values.length; i++) {
            values[i] = values[i - columns];
          }
        });
  }

  /** Draws a whole normal distribution and moves what lies outside to the bounds. */
  private static final class Clamped implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      return start instanceof Start.Scheme call && call.name().equals("trunc_normal_")
          ? clamped(correct.embedding(config, whole(call)), call)
          : correct.embedding(config, start);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      return start instanceof Start.Scheme call && call.name().equals("trunc_normal_")
          ? clamped(correct.linear(config, whole(call)), call)
          : correct.linear(config, start);
    }

    private static Start whole(Start.Scheme call) {
      return new Start.Scheme(
          "normal_",
          Map.of("mean", call.argument("mean", 0), "std", call.argument("std", 1)),
          call.seed());
    }

    private static LayerUnderTest<HostTensor> clamped(
        LayerUnderTest<HostTensor> layer, Start.Scheme call) {
      double low = call.argument("a", -2);
      double high = call.argument("b", 2);
      HostTensor drawn = layer.parameter("weight").read();
      layer.assign("weight", 0, Edits.mapped(drawn, value -> Math.max(low, Math.min(value, high))));
      return layer;
    }
  }
}

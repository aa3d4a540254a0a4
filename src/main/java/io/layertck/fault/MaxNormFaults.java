package io.layertck.fault;

import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Defect.ofOptions;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Rows that are renormalised wrongly, too often or not at all. */
final class MaxNormFaults {
  private static final double EPSILON = 1e-7;

  /** More indices than this are shared out among several workers. */
  private static final int PARALLEL = 1000;

  private MaxNormFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "maxNormIsIgnored",
            "B38",
            "pytorch/pytorch#1057",
            "NRM-01",
            "was not renormalised, expected a factor of",
            ofOptions(EmbeddingConfig::withoutMaxNorm)),
        made(
            "rowsPastTheFirst128AreNotRenormalised",
            "NRM-01",
            "was not renormalised, expected a factor of",
            ofConfigured(
                (config, start, layer) ->
                    config.maxNorm() == null ? layer : new FirstRowsOnly(layer))),
        reported(
            "maxNormIsNotAppliedInTraining",
            "B46",
            "keras-team/keras#2276",
            "NRM-01",
            "in a recorded forward, ",
            new NotInTraining()),
        made(
            "everyLookedUpRowIsRaisedToTheNorm",
            "NRM-02",
            "and max_norm",
            renormalising(
                (config, call) -> call.eachRow(config, (norm, max) -> max / (norm + EPSILON)))),
        made(
            "rowOfZerosIsDividedByItsNorm",
            "NRM-02",
            "whose norm is 0.0 and max_norm",
            renormalising(
                (config, call) ->
                    call.eachRow(config, (norm, max) -> norm > max || norm == 0 ? max / norm : 1))),
        reported(
            "duplicatesAreRenormalisedConcurrently",
            "B40",
            "pytorch/pytorch#28546",
            "NRM-03",
            " as after every row was looked up once",
            renormalising(MaxNormFaults::onceMoreForDuplicates)),
        reported(
            "callersIndicesAreSortedInPlace",
            "B41",
            "pytorch/pytorch#2414",
            "NRM-03",
            "after forward, the caller's indices",
            ofConfigured(
                (config, start, layer) ->
                    config.maxNorm() == null
                        ? layer
                        : Altered.input(call -> StateFaults.sortedInPlace(call.input()))
                            .apply(layer))),
        reported(
            "normIsThatOfAColumn",
            "B45",
            "keras-team/keras#1580",
            "NRM-04",
            "with norm_type ",
            renormalising(MaxNormFaults::byColumns)),
        made(
                "everyLookupDecaysTheRow",
                "NRM-05",
                "after a second identical call",
                renormalising(
                    (config, call) ->
                        call.eachRow(
                            config, (norm, max) -> norm > max ? max / (norm + EPSILON) : 0.999)))
            .orNamedBy("where the rows were assigned anew, "),
        made(
            "unclaimedMaxNormIsIgnored",
            "CAP-01",
            "asking for MAX_NORM, which is not claimed, was not refused",
            new UnclaimedAndIgnored()));
  }

  /** What is done to a table before a lookup. */
  @FunctionalInterface
  private interface Renormalisation {
    void apply(EmbeddingConfig config, Lookup lookup);
  }

  /** By what a row of a certain norm is multiplied. */
  @FunctionalInterface
  private interface Factor {
    double of(double norm, double maxNorm);
  }

  /**
   * A table before a lookup.
   *
   * @param layer that holds it
   * @param table its rows
   * @param indices that are about to be looked up
   */
  private record Lookup(LayerUnderTest<HostTensor> layer, HostTensor table, HostTensor indices) {
    static Lookup of(LayerUnderTest<HostTensor> layer, HostTensor indices) {
      return new Lookup(layer, layer.parameter("weight").read().copy(), indices);
    }

    long[] rows() {
      return indices.longs();
    }

    int columns() {
      return table.extent(1);
    }

    double[] row(long row) {
      double[] values = table.widened();
      int start = (int) row * columns();
      return Arrays.copyOfRange(values, start, start + columns());
    }

    void scale(long row, double factor) {
      if (factor != 1) {
        double[] scaled = row(row);
        Arrays.setAll(scaled, i -> scaled[i] * factor);
        layer.assign("weight", row, Edits.like(table, scaled, 1, columns()));
      }
    }

    void eachRow(EmbeddingConfig config, Factor factor) {
      LongStream.of(rows())
          .distinct()
          .forEach(
              row -> scale(row, factor.of(norm(row(row), config.normType()), maxNorm(config))));
    }
  }

  private static double maxNorm(EmbeddingConfig config) {
    Double max = config.maxNorm();
    return max == null ? Double.POSITIVE_INFINITY : max;
  }

  private static double norm(double[] values, double order) {
    double sum = 0;
    for (double value : values) {
      sum =
          Double.isInfinite(order)
              ? Math.max(sum, Math.abs(value))
              : sum + Math.pow(Math.abs(value), order);
    }
    return Double.isInfinite(order) ? sum : Math.pow(sum, 1 / order);
  }

  private static void onceMoreForDuplicates(EmbeddingConfig config, Lookup lookup) {
    LongStream.of(lookup.rows())
        .distinct()
        .forEach(
            row -> {
              double norm = norm(lookup.row(row), config.normType());
              double factor = norm > maxNorm(config) ? maxNorm(config) / (norm + EPSILON) : 1;
              long times = LongStream.of(lookup.rows()).filter(other -> other == row).count();
              boolean raced = lookup.rows().length > PARALLEL && times > 1;
              lookup.scale(row, raced ? factor * factor : factor);
            });
  }

  private static void byColumns(EmbeddingConfig config, Lookup lookup) {
    double[] table = lookup.table().widened();
    int columns = lookup.columns();
    for (int column = 0; column < columns; column++) {
      double[] values = new double[lookup.table().extent(0)];
      for (int row = 0; row < values.length; row++) {
        values[row] = table[row * columns + column];
      }
      double norm = norm(values, config.normType());
      double factor = norm > maxNorm(config) ? maxNorm(config) / (norm + EPSILON) : 1;
      for (int row = 0; row < values.length; row++) {
        table[row * columns + column] *= factor;
      }
    }
    lookup.layer().assign("weight", 0, Edits.like(lookup.table(), table, lookup.table().shape()));
  }

  /** An embedding without the option, over whose table another renormalisation goes first. */
  private static Defect renormalising(Renormalisation renormalisation) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        if (config.maxNorm() == null) {
          return correct.embedding(config, start);
        }
        return new Forwarding<>(correct.embedding(config.withoutMaxNorm(), start)) {
          @Override
          public TensorHandle forward(HostTensor indices) {
            renormalise(indices);
            return inner.forward(indices);
          }

          @Override
          public RecordedForward record(HostTensor indices) {
            renormalise(indices);
            return inner.record(indices);
          }

          private void renormalise(HostTensor indices) {
            inner.forward(indices).close();
            renormalisation.apply(config, Lookup.of(inner, indices));
          }
        };
      }
    };
  }

  /** Renormalises in forward only. */
  private static final class NotInTraining implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      LayerUnderTest<HostTensor> training = correct.embedding(config.withoutMaxNorm(), start);
      return new Forwarding<>(correct.embedding(config, start)) {
        private boolean trained;

        @Override
        public RecordedForward record(HostTensor indices) {
          trained = true;
          return training.record(indices);
        }

        @Override
        public TensorHandle parameter(String name) {
          return trained ? training.parameter(name) : inner.parameter(name);
        }
      };
    }
  }

  /** Does not claim the option, and takes it all the same. */
  private static final class UnclaimedAndIgnored implements Defect {
    @Override
    public Claims claims(Claims correct) {
      EnumSet<Feature> features = EnumSet.copyOf(correct.features());
      features.remove(Feature.MAX_NORM);
      return new Claims(features, correct.dtypes(), correct.limits(), correct.accumulators());
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      return correct.embedding(config.withoutMaxNorm(), start);
    }
  }

  /** Renormalises no more rows than a block has threads. */
  private static final class FirstRowsOnly extends Forwarding<HostTensor> {
    private static final int THREADS = 128;

    FirstRowsOnly(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public TensorHandle forward(HostTensor indices) {
      Lookup before = Lookup.of(inner, indices);
      long[] rows = before.rows();
      HostTensor output = inner.forward(indices).read();
      long[] late = LongStream.of(rows).distinct().skip(THREADS).toArray();
      if (late.length == 0) {
        return output;
      }
      Set<Long> untouched = LongStream.of(late).boxed().collect(Collectors.toSet());
      untouched.forEach(
          row -> inner.assign("weight", row, Edits.row(before.table(), row.intValue())));
      double[] table = before.table().widened();
      int columns = before.columns();
      return Edits.edited(
          output,
          values -> {
            for (int i = 0; i < values.length; i++) {
              long row = rows[i / columns];
              if (untouched.contains(row)) {
                values[i] = table[(int) row * columns + i % columns];
              }
            }
          });
    }
  }
}

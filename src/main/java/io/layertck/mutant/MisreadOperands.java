package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Defect;
import io.layertck.fault.Misread;
import io.layertck.mutant.LinearSums.Bias;
import io.layertck.mutant.LinearSums.Reading;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Operands that are transposed, reversed, shifted, swapped, or read with the wrong strides. */
final class MisreadOperands {
  private static final String FAMILY = "misread operands";

  private MisreadOperands() {}

  /** Where an element is read instead. */
  private enum Wrongly implements Reading {
    TRANSPOSED("is transposed where it is square") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return rows == columns ? column * columns + row : row * columns + column;
      }
    },
    COLUMN_MAJOR("is read column by column") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return column * rows + row;
      }
    },
    ROWS_REVERSED("has its rows reversed") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return (rows - 1 - row) * columns + column;
      }
    },
    COLUMNS_REVERSED("has its columns reversed") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return row * columns + columns - 1 - column;
      }
    },
    ROWS_SHIFTED("is read one row further") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return (row + 1) % rows * columns + column;
      }
    },
    COLUMNS_SHIFTED("is read one column further") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return row * columns + (column + 1) % columns;
      }
    },
    LAST_ROW_REPEATED("has its last row replaced by the one before") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return (row == rows - 1 ? Math.max(0, row - 1) : row) * columns + column;
      }
    },
    FIRST_TWO_COLUMNS_SWAPPED("has its first two columns swapped") {
      @Override
      public int at(int row, int column, int rows, int columns) {
        return row * columns + (column < 2 && columns > 1 ? 1 - column : column);
      }
    };

    private final String words;

    Wrongly(String words) {
      this.words = words;
    }
  }

  /** How a view is read. */
  private enum View {
    DENSE("as if it had no gaps", Misread::asDense),
    WITHOUT_LEADING_DIMENSION("without its leading dimension", Misread::withoutLeadingDimension),
    OFFSET_TWICE("from twice its offset", Misread::offsetTwice),
    WITHOUT_OFFSET("from the begin of its array", view -> Misread.at(view, 0)),
    REPACKED("as a copy with the strides of the original", Misread::repackedWithOldStrides);

    private final String words;
    private final UnaryOperator<HostTensor> read;

    View(String words, UnaryOperator<HostTensor> read) {
      this.words = words;
      this.read = read;
    }
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Wrongly wrongly : Wrongly.values()) {
      Reading right = LinearSums.RIGHT;
      mutants.add(sum(Site.LINEAR_FORWARD, "input", wrongly, wrongly, right));
      mutants.add(sum(Site.LINEAR_FORWARD, "weight", wrongly, right, wrongly));
      mutants.add(sum(Site.INPUT_GRADIENT, "upstream gradient", wrongly, wrongly, right));
      mutants.add(sum(Site.INPUT_GRADIENT, "weight", wrongly, right, wrongly));
      mutants.add(sum(Site.WEIGHT_GRADIENT, "upstream gradient", wrongly, wrongly, right));
      mutants.add(sum(Site.WEIGHT_GRADIENT, "input", wrongly, right, wrongly));
      if (wrongly != Wrongly.ROWS_REVERSED && wrongly != Wrongly.ROWS_SHIFTED) {
        mutants.add(sum(Site.BIAS_GRADIENT, "upstream gradient", wrongly, wrongly, right));
      }
      for (Site site : List.of(Site.EMBEDDING_FORWARD, Site.BAG_FORWARD, Site.HEAD_FORWARD)) {
        mutants.add(result(site, wrongly));
      }
    }
    mutants.add(bias("is never added", (sum, bias, row, column, rows) -> sum));
    mutants.add(bias("is added twice", (sum, bias, row, column, rows) -> sum + 2 * bias[column]));
    mutants.add(bias("is subtracted", (sum, bias, row, column, rows) -> sum - bias[column]));
    mutants.add(
        bias(
            "is added to the first row only",
            (sum, bias, row, column, rows) -> row == 0 ? sum + bias[column] : sum));
    mutants.add(
        bias(
            "is not added to the last row",
            (sum, bias, row, column, rows) -> row < rows - 1 ? sum + bias[column] : sum));
    mutants.add(bias("has one element only", (sum, bias, row, column, rows) -> sum + bias[0]));
    mutants.add(
        bias(
            "is reversed", (sum, bias, row, column, rows) -> sum + bias[bias.length - 1 - column]));
    mutants.add(
        bias(
            "is indexed by the row",
            (sum, bias, row, column, rows) -> sum + bias[row % bias.length]));
    for (View view : View.values()) {
      mutants.add(input(Place.EMBEDDING, "indices are", view, "EMB-02", "EMB-04", "EMB-03"));
      mutants.add(input(Place.BAG, "indices are", view, "BAG-01", "BAG-03", "BAG-02"));
      mutants.add(input(Place.LINEAR, "input is", view, "LIN-10", "LGR-06"));
      mutants.add(upstream(Place.EMBEDDING, view, "EGR-07", "SPG-01"));
      mutants.add(upstream(Place.BAG, view, "BAG-03", "BAG-02"));
      mutants.add(upstream(Place.LINEAR, view, "LGR-06"));
      mutants.add(
          killed(
              "linear: weight and bias are read " + view.words,
              FAMILY,
              List.of("LIN-10", "LGR-06"),
              Defect.ofLinearParameters(view.read)));
    }
    return mutants;
  }

  private static Mutant sum(
      Site site, String operand, Wrongly wrongly, Reading left, Reading right) {
    return killed(
        site + ": the " + operand + " " + wrongly.words,
        FAMILY,
        site.likely(),
        LinearSums.reading(left, right).at(site));
  }

  private static Mutant bias(String what, Bias bias) {
    return killed(
        Site.LINEAR_FORWARD + ": the bias " + what,
        FAMILY,
        List.of("LIN-09", "LIN-02", "LIN-13"),
        LinearSums.adding(bias).at(Site.LINEAR_FORWARD));
  }

  /** The result is read as a matrix of rows. */
  private static Mutant result(Site site, Wrongly wrongly) {
    return killed(
        site + ": the result " + wrongly.words,
        FAMILY,
        site.likely(),
        site.edited(
            (call, columns, values) -> {
              double[] right = values.clone();
              int rows = columns == 0 ? 0 : values.length / columns;
              for (int i = 0; i < values.length; i++) {
                values[i] = right[wrongly.at(i / columns, i % columns, rows, columns)];
              }
            }));
  }

  private static Mutant input(Place place, String operand, View view, String... likely) {
    return killed(
        place + ": the " + operand + " read " + view.words,
        FAMILY,
        List.of(likely),
        place.changedBy(() -> Change.ofInput(call -> read(call.input(), view))));
  }

  private static HostTensor read(HostTensor input, View view) {
    boolean number = input.dtype().isIndex() || input.dtype().isFloating();
    return number ? view.read.apply(input) : input;
  }

  private static Mutant upstream(Place place, View view, String... likely) {
    return killed(
        place + ": the upstream gradient is read " + view.words,
        FAMILY,
        List.of(likely),
        place.changedBy(
            () ->
                new Change() {
                  @Override
                  public HostTensor upstream(Operands call, HostTensor upstream) {
                    return view.read.apply(upstream);
                  }
                }));
  }
}

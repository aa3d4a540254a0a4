package io.layertck.observe;

import io.layertck.drive.Driver;
import io.layertck.generate.Layout;
import io.layertck.generate.Regime;
import io.layertck.generate.TensorFill;
import io.layertck.judge.AccuracyReport;
import io.layertck.judge.ArithmeticClass;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.GateConditions;
import io.layertck.judge.Reference;
import io.layertck.judge.ScaledErrors;
import io.layertck.observe.Accuracy.Point;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rounding errors of a linear layer over sums of growing length. */
final class Roundings {
  private static final int[] TERMS = {4, 16, 64, 256, 1024};
  private static final int ROWS = 32;

  /** Of this length sums tell the classes of arithmetic apart. */
  private static final int CLASSED_TERMS = 64;

  /** A class is reported, never judged: one in a million reports may be none. */
  private static final double ALPHA = 1e-6;

  private Roundings() {}

  static boolean canBeMeasured(Driver driver) {
    return driver.claims().has(Feature.LINEAR);
  }

  static Accuracy observe(Driver driver, DType dtype, long seed) {
    List<Point> points = new ArrayList<>();
    ArithmeticClass arithmetic = null;
    for (int terms : TERMS) {
      Sample sample = Sample.draw(driver, Regime.GAUSSIAN, dtype, seed, terms);
      AccuracyReport errors = sample.errors();
      points.add(new Point(terms, errors.outputs(), errors.largest(), errors.rootMeanSquare()));
      if (terms == CLASSED_TERMS && dtype == DType.FLOAT32) {
        arithmetic = sample.arithmetic();
      }
    }
    int longest = TERMS[TERMS.length - 1];
    return new Accuracy(
        dtype.label(),
        arithmetic,
        points,
        Sample.draw(driver, Regime.SAME_SIGN, dtype, seed, longest).errors().mean());
  }

  /** One product of two matrices, as the subject computes it. */
  private record Sample(HostTensor input, HostTensor weight, HostTensor output) {
    static Sample draw(Driver driver, Regime regime, DType dtype, long seed, int terms) {
      HostTensor input =
          TensorFill.floating(dtype, regime, Layout.CONTIGUOUS, seed, "input", ROWS, terms);
      HostTensor weight =
          TensorFill.floating(dtype, regime, Layout.CONTIGUOUS, seed, "weight", ROWS, terms);
      return new Sample(
          input,
          weight,
          driver
              .linear(
                  new LinearConfig(terms, ROWS, false, dtype),
                  new Start.Given(Map.of("weight", weight)))
              .forward(input));
    }

    AccuracyReport errors() {
      return ScaledErrors.of(output, exact(input, weight)).report();
    }

    @Nullable ArithmeticClass arithmetic() {
      Reference exact = exact(input, weight);
      ErrorBound bound = ErrorBound.of(output.dtype());
      return ArithmeticClass.classify(
              output,
              exact,
              roundedTo(ArithmeticClass.TF32_LIKE),
              roundedTo(ArithmeticClass.BFLOAT16_LIKE),
              bound,
              GateConditions.of(input, weight, null, exact, bound),
              ALPHA)
          .orElse(null);
    }

    private Reference roundedTo(ArithmeticClass arithmetic) {
      return exact(arithmetic.rounded(input), arithmetic.rounded(weight));
    }

    private static Reference exact(HostTensor input, HostTensor weight) {
      ExactResult exact = ExactLinear.forward(input, weight, null);
      return new Reference(
          exact.shape(),
          exact.value(),
          exact.valueLow(),
          exact.magnitude(),
          exact.products(),
          exact.terms(),
          exact.biasMagnitude());
    }
  }
}

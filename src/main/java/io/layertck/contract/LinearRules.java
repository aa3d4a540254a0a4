package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LinearExample;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.oracle.exact.IntegerProjection;
import io.layertck.oracle.exact.OneHot;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on linear forward that are exact. */
final class LinearRules {
  /** So long does a bias ascend that is added to sums of half the exact range of bfloat16. */
  private static final int RAMP = 127;

  private LinearRules() {}

  static DrivenLayer<HostTensor> layer(LinearExample example, Driver driver) {
    return driver.linear(example.config(), example.start());
  }

  static Judgement shape(LinearExample example, Driver driver) {
    HostTensor output = layer(example, driver).forward(example.input());
    Judgement judgement =
        ShapeJudge.judge(
            "the output for an input of " + RefusalRules.shown(example.input()),
            output,
            example.config().dtype(),
            example.outputShape());
    return example.inFeatures() == 0 && !(judgement instanceof Judgement.Broken)
        ? judgement.and(exactly("without inputs, the output", example, output))
        : judgement;
  }

  static Judgement integers(LinearExample example, Driver driver) {
    return exactly("the output", example, layer(example, driver).forward(example.input()));
  }

  static Judgement exactly(String what, LinearExample example, HostTensor output) {
    return new ExactProduct(
            what,
            example.config().dtype(),
            example.outputShape(),
            (long) example.input().size() * example.outFeatures())
        .judge(
            output,
            () ->
                IntegerProjection.confirmsForward(
                    output, example.input(), example.weight(), example.bias()),
            () -> IntegerLinear.forward(example.input(), example.weight(), example.bias()),
            expected -> LinearDiagnosis.of(example, expected));
  }

  static Judgement homogeneity(LinearExample drawn, Driver driver) {
    LinearExample example = drawn.withParameters(drawn.weight(), null);
    DrivenLayer<HostTensor> layer = layer(example, driver);
    HostTensor output = layer.forward(example.input()).copy();
    boolean exact = integral(example.input());
    Judgement judgement = new Judgement.NoEvidence("no power");
    for (int exponent : exponents(example.config().dtype())) {
      HostTensor scaledInput =
          Tensors.mapped(example.input(), value -> Math.scalb(value, exponent));
      HostTensor scaledOutput = Tensors.mapped(output, value -> Math.scalb(value, exponent));
      HostTensor actual = layer.forward(scaledInput);
      String what = "for an input times 2^" + exponent + ", the output";
      judgement =
          judgement.and(
              NumberJudge.judge(
                  what,
                  Names.element(what),
                  actual,
                  exact ? scaledOutput : grantingUnderflow(output, scaledOutput, actual, exponent),
                  example.config().dtype()));
    }
    return exact ? judgement : atMostAdvisory(judgement);
  }

  /**
   * Grants an element that is below the smallest normal number before or after scaling what such a
   * number may lose to underflow, which the multiple does not lose.
   */
  private static HostTensor grantingUnderflow(
      HostTensor output, HostTensor scaled, HostTensor actual, int exponent) {
    if (!Arrays.equals(actual.shape(), scaled.shape())) {
      return scaled;
    }
    double[] before = output.widened();
    double[] expected = scaled.widened();
    double[] found = actual.widened();
    double least = scaled.dtype().minNormal();
    double lost = Math.scalb(least, Math.max(0, exponent));
    for (int i = 0; i < expected.length; i++) {
      boolean underflows = Math.abs(before[i]) < least || Math.abs(expected[i]) < least;
      if (underflows && Math.abs(found[i] - expected[i]) <= lost) {
        expected[i] = found[i];
      }
    }
    return HostTensor.rounded(scaled.dtype(), expected, scaled.shape());
  }

  /** The numbers of float16 span nine decades, and scaled results must stay finite. */
  private static int[] exponents(DType dtype) {
    return dtype == DType.FLOAT16 ? new int[] {1, 4} : new int[] {-12, 1, 20};
  }

  /** Real kernels may take another path for a copy at another address: never a failure. */
  private static Judgement atMostAdvisory(Judgement judgement) {
    return judgement instanceof Judgement.Broken broken
        ? new Judgement.Advisory(1, broken.message())
        : judgement;
  }

  private static boolean integral(HostTensor tensor) {
    for (double value : tensor.widened()) {
      if (value != Math.rint(value)) {
        return false;
      }
    }
    return true;
  }

  static Judgement classes(LinearExample example, Driver driver) {
    HostTensor output = layer(example, driver).forward(example.input());
    if (ofHugeNumbers(example.input())) {
      return RealDataRules.boundedForward(
          "output",
          example,
          output,
          Agreement.reference(
              ExactLinear.forward(example.input(), example.weight(), example.bias())),
          driver);
    }
    return NumberJudge.judge(
        "the output",
        Names.element("the output"),
        output,
        IntegerLinear.forward(example.input(), example.weight(), example.bias()),
        example.config().dtype(),
        (position, actual) ->
            ": by IEEE 754, NaN propagates, 0 * Inf and Inf - Inf are NaN, and a zero input skips no"
                + " weight");
  }

  /** Their sums may pass the largest number, which integer arithmetic does not model. */
  private static boolean ofHugeNumbers(HostTensor input) {
    DType dtype = input.dtype() == DType.FLOAT16 ? DType.FLOAT16 : DType.FLOAT32;
    double huge = Math.sqrt(dtype.maxFinite()) / 8;
    for (double value : input.widened()) {
      if (!(Math.abs(value) >= huge) || Double.isInfinite(value)) {
        return false;
      }
    }
    return input.size() > 0;
  }

  static Judgement identityAndOneHot(LinearExample example, Driver driver) {
    int in = example.inFeatures();
    int out = example.outFeatures();
    if (in == 0 || out == 0) {
      return new Judgement.NoEvidence("no weight");
    }
    DType dtype = example.config().dtype();
    HostTensor every = OneHot.rows(dtype, HostTensor.of(Tensors.ascending(in), in), in);
    HostTensor normal = withoutSubnormals(example.weight(), driver);
    HostTensor passed =
        driver.linear(new LinearConfig(in, in, false, dtype), given(every, null)).forward(normal);
    HostTensor columns =
        driver.linear(new LinearConfig(in, out, false, dtype), given(normal, null)).forward(every);
    return NumberJudge.judge(
            "the output of an identity weight",
            Names.element("through an identity weight, the output"),
            passed,
            normal,
            dtype)
        .and(
            NumberJudge.judge(
                "the output for one-hot inputs",
                coordinates ->
                    "for the one-hot input of feature "
                        + coordinates[0]
                        + ", output "
                        + coordinates[1],
                columns,
                Tensors.transposed(normal),
                dtype))
        .and(biasAlone(example, driver));
  }

  /** Without an input the bias is all there is. */
  private static Judgement biasAlone(LinearExample example, Driver driver) {
    if (example.bias() == null) {
      return new Judgement.NoEvidence("there is no bias");
    }
    HostTensor bias = withoutSubnormals(example.bias(), driver);
    DType dtype = bias.dtype();
    HostTensor weight = HostTensor.zeros(dtype, example.weight().shape());
    HostTensor output =
        driver
            .linear(example.config(), given(weight, bias))
            .forward(HostTensor.zeros(dtype, 1, example.inFeatures()));
    return NumberJudge.judge(
        "the output for an input of zeros",
        Names.element("for an input of zeros, the output"),
        output,
        bias.reshape(1, example.outFeatures()),
        dtype);
  }

  static HostTensor withoutSubnormals(HostTensor tensor, Driver driver) {
    boolean kept = driver.claims().has(Feature.SUBNORMALS);
    double least = tensor.dtype().minNormal();
    return Tensors.mapped(tensor, value -> kept || Math.abs(value) >= least ? value : 0);
  }

  static Start given(HostTensor weight, @Nullable HostTensor bias) {
    return new Start.Given(
        bias == null ? Map.of("weight", weight) : Map.of("weight", weight, "bias", bias));
  }

  static Judgement ranks(LinearExample example, Driver driver) {
    int in = example.inFeatures();
    int out = example.outFeatures();
    int rows = rowsOf(example.input());
    DrivenLayer<HostTensor> layer = layer(example, driver);
    HostTensor output = layer.forward(example.input());
    Judgement form =
        ShapeJudge.judge("the output", output, example.config().dtype(), example.outputShape());
    if (form instanceof Judgement.Broken || rows == 0 || in == 0) {
      return form instanceof Judgement.Broken ? form : new Judgement.NoEvidence("no input row");
    }
    HostTensor flat = output.reshape(rows, out);
    HostTensor matrix = example.input().reshape(rows, in);
    Judgement judgement =
        equalRows("as one matrix of rows", layer.forward(matrix), flat)
            .and(
                equalRows(
                    "with the last row alone",
                    layer.forward(Tensors.rows(matrix, rows - 1L)),
                    Tensors.rows(flat, rows - 1L)));
    return driver.claims().has(Limit.LINEAR_RANK_TWO_ONLY)
        ? judgement
        : judgement.and(
            equalRows(
                "as rank 3", layer.forward(matrix.reshape(1, rows, in)).reshape(rows, out), flat));
  }

  private static Judgement equalRows(String how, HostTensor output, HostTensor expected) {
    return NumberJudge.judge(
        "the output for the input " + how,
        Names.element("for the input " + how + ", the output"),
        output,
        expected,
        expected.dtype());
  }

  static int rowsOf(HostTensor input) {
    int rows = 1;
    for (int axis = 0; axis < input.rank() - 1; axis++) {
      rows *= input.extent(axis);
    }
    return rows;
  }

  static Judgement independentRows(LinearExample example, Driver driver) {
    int in = example.inFeatures();
    int rows = rowsOf(example.input());
    if (rows < 2 || in == 0) {
      return new Judgement.NoEvidence("fewer than two input rows");
    }
    DrivenLayer<HostTensor> layer = layer(example, driver);
    HostTensor matrix = example.input().reshape(rows, in);
    HostTensor output = layer.forward(matrix).copy();
    int poisonedRow = rows / 2;
    Judgement judgement = new Judgement.NoEvidence("no poison");
    for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1}) {
      HostTensor values = Tensors.filled(matrix.dtype(), poison, 1, in);
      HostTensor beside = layer.forward(Tensors.withRow(matrix, poisonedRow, values));
      String what = "beside a row of " + poison + ", the output";
      judgement =
          judgement.and(
              NumberJudge.judge(
                  what,
                  Names.element(what),
                  withoutRow(beside, poisonedRow),
                  withoutRow(output, poisonedRow),
                  matrix.dtype()));
    }
    return integral(matrix) ? judgement : atMostAdvisory(judgement);
  }

  private static HostTensor withoutRow(HostTensor matrix, int row) {
    long[] others = new long[matrix.extent(0) - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i < row ? i : i + 1;
    }
    return Tensors.rows(matrix, others);
  }

  static Judgement bias(LinearExample example, Driver driver) {
    LinearExample unbiased = example.withParameters(example.weight(), null);
    DrivenLayer<HostTensor> without = layer(unbiased, driver);
    Judgement judgement =
        exactly("the output without bias", unbiased, without.forward(example.input()));
    DType dtype = example.config().dtype();
    HostTensor zeros = HostTensor.zeros(dtype, example.outFeatures());
    if (driver.claims().has(Feature.PARAMETERS)) {
      judgement =
          judgement.and(
              RefusalRules.refused(
                  driver,
                  "assigning a bias to a linear layer without one",
                  EnumSet.allOf(Refusal.class),
                  () -> without.assign("bias", 0, zeros),
                  () -> "it was taken"));
    }
    if (!driver.claims().has(Feature.BIAS)) {
      return judgement;
    }
    HostTensor bias =
        example.bias() == null ? ascendingBias(dtype, example.outFeatures()) : example.bias();
    LinearExample biased = example.withParameters(example.weight(), bias);
    LinearExample zeroBias = example.withParameters(example.weight(), zeros);
    return judgement
        .and(
            exactly("the output with bias", biased, layer(biased, driver).forward(example.input())))
        .and(
            exactly(
                "the output with a bias of zeros",
                zeroBias,
                layer(zeroBias, driver).forward(example.input())));
  }

  /** Returns a bias that leaves the sums of every type exact. */
  static HostTensor ascendingBias(DType dtype, int count) {
    double[] next = {0};
    return Tensors.mapped(HostTensor.zeros(dtype, count), zero -> next[0]++ % RAMP + 1);
  }

  static Judgement layouts(LinearExample example, Driver driver) {
    HostTensor output = layer(example, driver).forward(example.input());
    LinearExample dense =
        example
            .withParameters(
                example.weight().copy(), example.bias() == null ? null : example.bias().copy())
            .withInput(example.input().copy());
    return exactly(
        "the output for "
            + layoutOf("input", example.input())
            + " and "
            + layoutOf("weight", example.weight()),
        dense,
        output);
  }

  static String layoutOf(String name, HostTensor tensor) {
    return tensor.isContiguous()
        ? "a contiguous " + name
        : "a strided "
            + name
            + " (strides "
            + Arrays.toString(tensor.strides())
            + ", offset "
            + tensor.offset()
            + ")";
  }
}

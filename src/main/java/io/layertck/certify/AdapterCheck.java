package io.layertck.certify;

import io.layertck.catalogue.Catalogue;
import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.rule.SetUpException;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Checks, before any rule, that the adapter says what its layer does.
 *
 * <p>A rule that is judged through an adapter which misplaces weights or gradients blames a layer
 * that may be right. Only what an adapter alone decides is checked here, and only where it is
 * claimed: the parameters set are the parameters read, {@code assign} changes the given rows and no
 * others, {@code zeroGradients} leaves none, gradients have the shape of their parameter, and
 * {@code forward} returns a tensor of its own and of the right type. Which numbers the layer
 * computes, of what shape, and what it refuses, is left to the rules.
 */
final class AdapterCheck {
  private final Subject subject;
  private final Claims claims;

  private AdapterCheck(Subject subject) {
    this.subject = subject;
    this.claims = subject.claims();
  }

  /**
   * Requires a right adapter.
   *
   * @throws SetUpException saying what is wrong with it, or what it lacks
   */
  static void require(Subject subject) {
    new AdapterCheck(subject).run();
  }

  private void run() {
    if (Catalogue.rules().stream()
        .filter(rule -> !rule.features().isEmpty())
        .noneMatch(rule -> claims.features().containsAll(rule.features()))) {
      throw wrong("it claims " + claims.features() + ", and no rule judges that");
    }
    List<DType> commonestFirst =
        claims.dtypes().stream()
            .sorted(Comparator.comparing(dtype -> dtype != DType.FLOAT32))
            .toList();
    for (DType dtype : commonestFirst) {
      if (claims.has(Feature.LOOKUP)) {
        guarded(driver -> embedding(driver, dtype));
      }
      if (claims.has(Feature.LINEAR)) {
        guarded(driver -> linear(driver, dtype));
      }
      if (claims.has(Feature.BAG)) {
        guarded(driver -> bag(driver, dtype));
      }
    }
  }

  private interface Check {
    void run(Driver driver);
  }

  /**
   * What a layer throws is for the rules to judge; a null, and a library that is not there, not.
   */
  private void guarded(Check check) {
    try (Driver driver = new Driver(subject, claims)) {
      check.run(driver);
    } catch (SubjectThrew thrown) {
      if (thrown.getCause() == null) {
        throw wrong(String.valueOf(thrown.getMessage()));
      }
      if (thrown.getCause() instanceof SetUpException lacking) {
        throw lacking;
      }
      if (MissingLibrary.isBehind(thrown)) {
        throw MissingLibrary.of(subject.getClass().getName(), thrown);
      }
    }
  }

  private void embedding(Driver driver, DType dtype) {
    HostTensor weight = counting(dtype, 1, 3, 2);
    DrivenLayer<HostTensor> layer =
        driver.embedding(
            EmbeddingConfig.of(3, 2, dtype), new Start.Given(Map.of("weight", weight)));
    parameter(layer, "weight", weight, counting(dtype, 11, 1, 2));
    HostTensor indices = HostTensor.of(new long[] {2, 0}, 2);
    output(layer, indices, dtype);
    gradient(layer, indices, counting(dtype, 1, 2, 2), "weight", weight);
  }

  private void linear(Driver driver, DType dtype) {
    HostTensor weight = counting(dtype, 1, 3, 2);
    HostTensor bias = counting(dtype, 7, 3);
    boolean biased = claims.has(Feature.BIAS);
    DrivenLayer<HostTensor> layer =
        driver.linear(
            new LinearConfig(2, 3, biased, dtype),
            new Start.Given(
                biased ? Map.of("weight", weight, "bias", bias) : Map.of("weight", weight)));
    parameter(layer, "weight", weight, counting(dtype, 11, 1, 2));
    if (biased) {
      parameter(layer, "bias", bias, counting(dtype, 17, 1));
    }
    HostTensor input = counting(dtype, 1, 4, 2);
    output(layer, input, dtype);
    gradient(layer, input, counting(dtype, 1, 4, 3), "weight", weight);
  }

  private void bag(Driver driver, DType dtype) {
    HostTensor weight = counting(dtype, 1, 3, 2);
    DrivenLayer<BagInput> layer =
        driver.embeddingBag(
            new BagConfig(EmbeddingConfig.of(3, 2, dtype), BagMode.SUM, false),
            new Start.Given(Map.of("weight", weight)));
    parameter(layer, "weight", weight, counting(dtype, 11, 1, 2));
    HostTensor indices = HostTensor.of(new long[] {2, 0}, 2);
    HostTensor offsets = HostTensor.zeros(DType.INT64, 1);
    BagInput input = new BagInput(indices, offsets, counting(dtype, 1, 2));
    output(layer, input, dtype);
    HostTensor upstream = counting(dtype, 1, 1, 2);
    gradient(layer, input, upstream, "weight", weight);
    if (claims.has(Feature.GRADIENT)
        && layer.backward(input, upstream) instanceof DrivenGradient.Dense dense
        && !Arrays.equals(dense.value().shape(), indices.shape())) {
      throw wrong(
          "the gradient of "
              + layer.name()
              + " for per-sample weights of shape [2] is "
              + dense.value());
    }
  }

  private void parameter(DrivenLayer<?> layer, String name, HostTensor given, HostTensor row) {
    if (!claims.has(Feature.PARAMETERS)) {
      return;
    }
    HostTensor read = layer.parameter(name).copy();
    if (!read.sameBits(given)) {
      throw wrong(
          "parameter("
              + name
              + ") of "
              + layer.name()
              + " is "
              + read
              + " right after it was made"
              + " with "
              + given);
    }
    layer.assign(name, 1, row);
    HostTensor expected = withRow(given, row);
    HostTensor assigned = layer.parameter(name).copy();
    if (!assigned.sameBits(expected)) {
      throw wrong(
          "parameter("
              + name
              + ") of "
              + layer.name()
              + " is "
              + assigned
              + " after assign of "
              + row
              + " at row 1 of "
              + given
              + ": that row must change, and no other");
    }
  }

  @SuppressWarnings("ReferenceEquality") // The very tensor that was passed in is looked for.
  private <I> void output(DrivenLayer<I> layer, I input, DType dtype) {
    HostTensor output = layer.forward(input);
    if (output == input) {
      throw wrong("forward of " + layer.name() + " returned the very tensor it was given");
    }
    if (output.dtype() != dtype) {
      throw wrong(
          "forward of "
              + layer.name()
              + " returned "
              + output.dtype()
              + " elements from parameters"
              + " of "
              + dtype);
    }
  }

  private <I> void gradient(
      DrivenLayer<I> layer, I input, HostTensor upstream, String name, HostTensor parameter) {
    if (!claims.has(Feature.GRADIENT)) {
      return;
    }
    layer.backward(input, upstream);
    requireHonestShape(layer.name(), layer.gradient(name), parameter);
    layer.zeroGradients();
    DrivenGradient zeroed = layer.gradient(name);
    requireHonestShape(layer.name(), zeroed, parameter);
    HostTensor left =
        zeroed instanceof DrivenGradient.Dense dense
            ? dense.value()
            : zeroed instanceof DrivenGradient.Sparse sparse ? sparse.values() : null;
    if (left != null && !Arrays.stream(left.widened()).allMatch(element -> element == 0)) {
      throw wrong(
          "gradient(" + name + ") of " + layer.name() + " is " + left + " after zeroGradients");
    }
  }

  private void requireHonestShape(String layer, DrivenGradient gradient, HostTensor parameter) {
    if (gradient instanceof DrivenGradient.Dense dense
        && !Arrays.equals(dense.value().shape(), parameter.shape())) {
      throw wrong(
          "the gradient of "
              + layer
              + " is "
              + dense.value()
              + ", its parameter has shape "
              + Arrays.toString(parameter.shape()));
    }
    if (gradient instanceof DrivenGradient.Sparse sparse
        && (sparse.values().rank() != 2
            || sparse.rows().size() != sparse.values().extent(0)
            || sparse.values().extent(1) != parameter.extent(1))) {
      throw wrong(
          "the sparse gradient of "
              + layer
              + " has rows "
              + sparse.rows()
              + " with values "
              + sparse.values()
              + ": they must be [n] and [n, "
              + parameter.extent(1)
              + "]");
    }
  }

  private CertificationException wrong(String finding) {
    return new CertificationException(
        "the adapter of '"
            + subject.name()
            + "' is wrong, not its layer: "
            + finding
            + "; mend the adapter before the layer is judged");
  }

  /** Returns whole numbers from {@code first} on, so that no two elements are alike. */
  private static HostTensor counting(DType dtype, int first, long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = IntStream.range(first, first + size).asDoubleStream().toArray();
    return HostTensor.rounded(dtype, values, shape);
  }

  private static HostTensor withRow(HostTensor tensor, HostTensor row) {
    HostTensor changed = tensor.copy();
    System.arraycopy(row.storage(), 0, changed.storage(), row.size(), row.size());
    return changed;
  }
}

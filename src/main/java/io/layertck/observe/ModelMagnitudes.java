package io.layertck.observe;

import io.layertck.observe.ModelComparison.Runs;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sums of absolute values that the error bounds of a model's results are proportional to.
 *
 * <p>A function of products and sums, evaluated at the absolute values of its arguments, gives the
 * magnitude of every result; in float64, where there is such a model, with an error of no account.
 */
final class ModelMagnitudes {
  private static final String WIDEST = DType.FLOAT64.label();
  private static final String LOGITS = "tied_forward_rank1_nobias_" + WIDEST;
  private static final String TIED_GRADIENT = "tied_gradient_rank1_nobias_" + WIDEST;
  private static final int ARTICLE_VOCABULARY = 5000;
  static final int ARTICLE_DIMENSION = 70;

  private ModelMagnitudes() {}

  /** Returns the magnitudes of a function of products and sums. */
  static List<HostTensor> ofSums(Runs models, String model, HostTensor[] inputs) {
    String twin = model.substring(0, model.lastIndexOf('_') + 1) + WIDEST;
    return models.run(twin, absolute(inputs));
  }

  /**
   * Returns magnitudes of a loss and its gradients.
   *
   * <p>A probability is at most 1 and moves by at most twice the error of its row's logits, so the
   * gradient of a logit is given the size 1 + the row's largest logit magnitude + the logarithm of
   * their number.
   *
   * @param inputs weight, indices and targets
   */
  static List<HostTensor> ofCrossEntropy(Runs models, HostTensor[] inputs, boolean mean) {
    HostTensor[] wide = absolute(inputs);
    HostTensor weight = wide[0];
    HostTensor indices = wide[1];
    int classes = weight.extent(0);
    double[] logits = models.run(LOGITS, weight, indices).get(0).doubles();
    long[] targets = inputs[2].longs();
    long kept = Arrays.stream(targets).filter(target -> target >= 0).count();
    double[] upstream = new double[logits.length];
    double loss = 0;
    for (int row = 0; row < targets.length; row++) {
      double largest = Arrays.stream(logits, row * classes, (row + 1) * classes).max().orElse(0);
      double size =
          targets[row] < 0
              ? 0
              : (1 + largest + Math.log1p(classes)) / (mean ? Math.max(1, kept) : 1);
      Arrays.fill(upstream, row * classes, (row + 1) * classes, size);
      loss += size;
    }
    List<HostTensor> gradients =
        models.run(
            TIED_GRADIENT, weight, indices, HostTensor.of(upstream, targets.length, classes));
    return List.of(
        HostTensor.of(new double[] {loss}), gradients.get(0), gradients.get(1), gradients.get(2));
  }

  /**
   * Returns magnitudes of sums over some rows of the upstream gradient, the last of the inputs: the
   * sums over all rows.
   */
  static List<HostTensor> ofSelectedSums(HostTensor result, HostTensor[] inputs) {
    double[] sums = columnSums(inputs[inputs.length - 1]);
    double[] sizes = new double[result.size()];
    Arrays.setAll(sizes, i -> sums[i % sums.length]);
    return List.of(HostTensor.of(sizes, result.shape()));
  }

  private static double[] columnSums(HostTensor rows) {
    double[] values = rows.widened();
    double[] sums = new double[rows.extent(-1)];
    for (int i = 0; i < values.length; i++) {
      sums[i % sums.length] += Math.abs(values[i]);
    }
    return sums;
  }

  /**
   * Returns magnitudes of a formula that is evaluated for each element: twice those of all it is
   * made from, and its own.
   *
   * @param output which of the results it is; the others are given the same
   */
  static List<HostTensor> ofFormula(HostTensor result, int output, HostTensor[] inputs) {
    double[] sizes = Arrays.stream(result.widened()).map(Math::abs).toArray();
    for (HostTensor input : inputs) {
      if (Arrays.equals(input.shape(), result.shape())) {
        double[] part = input.widened();
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] += 2 * Math.abs(part[i]);
        }
      }
    }
    return Collections.nCopies(output + 1, HostTensor.of(sizes, result.shape()));
  }

  /**
   * Returns magnitudes of a formula for each element that is also made from sums over some rows of
   * a matrix, the third of the inputs: twice the sums over all its rows, and those of the formula.
   */
  static List<HostTensor> ofFormulaOfSums(HostTensor result, int output, HostTensor[] inputs) {
    double[] sums = columnSums(inputs[2]);
    double[] sizes = ofFormula(result, output, inputs).get(output).doubles();
    Arrays.setAll(sizes, i -> sizes[i] + 2 * sums[i % sums.length]);
    return Collections.nCopies(output + 1, HostTensor.of(sizes, result.shape()));
  }

  /** Returns magnitudes of a layer of the article's, whose weight is found out by asking. */
  static List<HostTensor> ofOwnWeight(Runs models, ModelFamily family, HostTensor input) {
    if (family == ModelFamily.ARTICLE_LINEAR) {
      double bound = 1 / Math.sqrt(ARTICLE_DIMENSION);
      double[] values = input.widened();
      double[] sizes = new double[input.extent(0) * ARTICLE_VOCABULARY];
      for (int i = 0; i < sizes.length; i++) {
        int row = i / ARTICLE_VOCABULARY * ARTICLE_DIMENSION;
        sizes[i] =
            bound
                * (1
                    + IntStream.range(row, row + ARTICLE_DIMENSION)
                        .mapToDouble(k -> Math.abs(values[k]))
                        .sum());
      }
      return List.of(HostTensor.of(sizes, input.extent(0), ARTICLE_VOCABULARY));
    }
    HostTensor every =
        HostTensor.of(
            IntStream.range(0, ARTICLE_VOCABULARY).asLongStream().toArray(), 1, ARTICLE_VOCABULARY);
    HostTensor weight =
        absolute(
            models
                .run("article_embedding_5000x70", every)
                .get(0)
                .reshape(ARTICLE_VOCABULARY, ARTICLE_DIMENSION));
    return List.of(
        models
            .run(LOGITS, weight, input.reshape(input.size()))
            .get(0)
            .reshape(input.shapeAnd(ARTICLE_VOCABULARY)));
  }

  private static HostTensor[] absolute(HostTensor[] inputs) {
    return Arrays.stream(inputs).map(ModelMagnitudes::absolute).toArray(HostTensor[]::new);
  }

  private static HostTensor absolute(HostTensor tensor) {
    return tensor.dtype().isFloating()
        ? HostTensor.of(Arrays.stream(tensor.widened()).map(Math::abs).toArray(), tensor.shape())
        : tensor;
  }
}

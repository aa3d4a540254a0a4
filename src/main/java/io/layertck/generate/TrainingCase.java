package io.layertck.generate;

import io.layertck.generate.TrainingExample.Batch;
import io.layertck.generate.TrainingExample.Trained;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The description of a training.
 *
 * @param optimizer name and arguments; {@code SparseAdam} becomes {@code Adam} where it is not
 *     claimed
 * @param linear whether a linear layer is preferred to an embedding
 * @param rows V, or O
 * @param columns D, or I
 * @param count the number of indices, or of input rows, of each batch
 * @param steps the number of batches, fewer where exact numbers would run out of bits
 * @param pattern how the indices of the first batch repeat
 * @param exact whether data are integers, else standard normal
 * @param bias whether there is one, where that is claimed
 * @param types the element types to choose
 * @param weightLayout where the weight's elements lie
 * @param seed from which every element follows
 */
record TrainingCase(
    OptimizerConfig optimizer,
    boolean linear,
    int rows,
    int columns,
    int count,
    int steps,
    IndexPattern pattern,
    boolean exact,
    boolean bias,
    ClaimedTypes types,
    Layout weightLayout,
    long seed)
    implements Case<TrainingExample> {
  /** From this precision on there is room for integers above one. */
  private static final int ROOMY = DType.FLOAT32.precision();

  @Override
  public TrainingExample materialise(Claims claims) {
    DType dtype = types.floating(claims);
    Trained layer = layer(claims);
    OptimizerConfig chosen =
        optimizer.name().equals("SparseAdam") && layer != Trained.SPARSE_EMBEDDING
            ? new OptimizerConfig("Adam", optimizer.arguments())
            : optimizer;
    int largest = dtype.precision() >= ROOMY ? 7 : 1;
    Elements elements = exact ? new BoundedIntegers(largest) : Regime.GAUSSIAN;
    HostTensor weight =
        TensorFill.floating(
            dtype,
            elements,
            LinearCase.allowed(weightLayout, claims),
            seed,
            "weight",
            rows,
            columns);
    HostTensor addend =
        layer == Trained.LINEAR && bias && claims.has(Feature.BIAS)
            ? TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, seed, "bias", rows)
            : null;
    double gradient = count * (double) largest * (layer == Trained.LINEAR ? largest : 1);
    int made =
        exact
            ? Math.max(1, ExactSteps.of(chosen, steps, dtype.precision(), largest, gradient))
            : steps;
    List<Batch> batches = new ArrayList<>();
    for (int step = 0; step < made; step++) {
      batches.add(batch(step, layer, dtype, elements, types.index(claims)));
    }
    return new TrainingExample(chosen, layer, weight, addend, batches, exact);
  }

  private Trained layer(Claims claims) {
    boolean claimed = claims.has(linear ? Feature.LINEAR : Feature.LOOKUP);
    if (linear == claimed) {
      return Trained.LINEAR;
    }
    return optimizer.name().equals("SparseAdam")
            && claims.has(Feature.SPARSE_GRADIENT)
            && !claims.has(Limit.NO_SPARSE_ADAM)
        ? Trained.SPARSE_EMBEDDING
        : Trained.EMBEDDING;
  }

  private Batch batch(int step, Trained layer, DType dtype, Elements elements, DType indexType) {
    long ofStep = CoordinateHash.step(seed, step);
    if (layer == Trained.LINEAR) {
      return new Batch(
          TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, ofStep, "input", count, columns),
          TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, ofStep, "upstream", count, rows));
    }
    return new Batch(
        TensorFill.indices(
            indexType,
            step == 0 ? pattern : IndexPattern.RANDOM,
            Layout.CONTIGUOUS,
            ofStep,
            rows,
            count),
        TensorFill.floating(
            dtype, elements, Layout.CONTIGUOUS, ofStep, "upstream", count, columns));
  }
}

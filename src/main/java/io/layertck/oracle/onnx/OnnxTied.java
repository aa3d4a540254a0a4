package io.layertck.oracle.onnx;

import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An embedding and a head over one table as PyTorch exports them. */
public final class OnnxTied {
  /** A target of this value has no part in a cross-entropy. */
  public static final long IGNORED_TARGET = -100;

  private static final int HIGHEST_EXPORTED_RANK = 2;

  private OnnxTied() {}

  /** How the losses of the positions become one. */
  public enum Reduction {
    /** Divided by the number of targets that are not ignored; NaN where all are. */
    MEAN,
    /** Added up. */
    SUM
  }

  /**
   * The gradient of the shared table, and that of the head's bias.
   *
   * @param weight the whole, {@code [V, D]}
   * @param embeddingPart what comes through the lookup
   * @param linearPart what comes through the head
   * @param bias {@code [V]}, or none
   */
  public record Gradients(
      HostTensor weight,
      HostTensor embeddingPart,
      HostTensor linearPart,
      @Nullable HostTensor bias) {}

  /**
   * A cross-entropy and its gradient.
   *
   * @param loss of rank 0
   * @param gradients of the shared table
   */
  public record CrossEntropy(HostTensor loss, Gradients gradients) {}

  /**
   * Returns the logits over the vocabulary; of half types they are added up in float32 and rounded
   * once.
   *
   * @param weight {@code [V, D]} of any floating type
   * @param bias {@code [V]} of the same type, or null
   * @param indices of any rank, each in {@code [0, V)}
   * @return {@code indices.shape + [V]}
   */
  public static HostTensor forward(
      HostTensor weight, @Nullable HostTensor bias, HostTensor indices) {
    HostTensor flat = exportedRank(indices);
    String name = name("tied_forward", flat, weight, bias);
    return (bias == null
            ? OnnxModels.shipped().run(name, weight, flat)
            : OnnxModels.shipped().run(name, weight, bias, flat))
        .get(0)
        .reshape(indices.shapeAnd(weight.extent(0)));
  }

  /**
   * Returns the gradient of the shared table.
   *
   * @param weight {@code [V, D]}, float32 or float64
   * @param bias {@code [V]} of the same type, or null
   * @param indices of any rank, each in {@code [0, V)}
   * @param upstream of the logits, {@code indices.shape + [V]}
   */
  public static Gradients gradients(
      HostTensor weight, @Nullable HostTensor bias, HostTensor indices, HostTensor upstream) {
    HostTensor flat = exportedRank(indices);
    HostTensor rows = upstream.reshape(flat.shapeAnd(weight.extent(0)));
    String name = name("tied_gradient", flat, weight, bias);
    List<HostTensor> gradients =
        bias == null
            ? OnnxModels.shipped().run(name, weight, flat, rows)
            : OnnxModels.shipped().run(name, weight, bias, flat, rows);
    return gradientsAt(gradients, 0, bias != null);
  }

  /**
   * Returns the cross-entropy of the logits of a pair without bias, and its gradient.
   *
   * @param weight {@code [V, D]} with at least one row, float32 or float64
   * @param indices of any rank, each in {@code [0, V)}
   * @param targets of the indices' shape, each in {@code [0, V)} or {@link #IGNORED_TARGET}
   */
  public static CrossEntropy crossEntropy(
      Reduction reduction, HostTensor weight, HostTensor indices, HostTensor targets) {
    List<HostTensor> results =
        OnnxModels.shipped()
            .run(
                "tied_cross_entropy_"
                    + reduction.name().toLowerCase(Locale.ROOT)
                    + "_"
                    + weight.dtype(),
                weight,
                OnnxEmbedding.wide(indices).reshape(indices.size()),
                OnnxEmbedding.wide(targets).reshape(targets.size()));
    return new CrossEntropy(results.get(0), gradientsAt(results, 1, false));
  }

  private static Gradients gradientsAt(List<HostTensor> results, int first, boolean biased) {
    return new Gradients(
        results.get(first),
        results.get(first + 1),
        results.get(first + 2),
        biased ? results.get(first + 3) : null);
  }

  /** Graphs exist for one and two dimensions; any other number is passed as one and put back. */
  private static HostTensor exportedRank(HostTensor indices) {
    HostTensor wide = OnnxEmbedding.wide(indices);
    return indices.rank() == 0 || indices.rank() > HIGHEST_EXPORTED_RANK
        ? wide.reshape(indices.size())
        : wide;
  }

  private static String name(
      String function, HostTensor indices, HostTensor weight, @Nullable HostTensor bias) {
    return function
        + "_rank"
        + indices.rank()
        + (bias == null ? "_nobias_" : "_bias_")
        + weight.dtype();
  }
}

package io.layertck.oracle.onnx;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;

/** The lookup and the weight gradient of an embedding as PyTorch exports them. */
public final class OnnxEmbedding {
  /** Graphs have a fixed rank; more dimensions than this are looked up as one and put back. */
  private static final int HIGHEST_EXPORTED_RANK = 3;

  /** The largest norm that lookups are exported with. */
  public static final double MAX_NORM = 1;

  private OnnxEmbedding() {}

  /**
   * What a lookup that renormalises returns, and the table it leaves.
   *
   * @param output {@code indices.shape + [D]}
   * @param table {@code [V, D]}
   */
  public record Renormalised(HostTensor output, HostTensor table) {}

  /**
   * Looks up with {@link #MAX_NORM}.
   *
   * @param weight {@code [V, D]}, float32 or float64
   * @param indices of any rank, each in {@code [0, V)}
   * @param order of the norm: 1/2, 1, 2, 3 or infinity
   */
  public static Renormalised maxNorm(HostTensor weight, HostTensor indices, double order) {
    String name =
        "embedding_max_norm_p"
            + (Double.isInfinite(order)
                ? "inf"
                : order == Math.rint(order) ? Long.toString((long) order) : Double.toString(order))
            + "_int64_"
            + weight.dtype();
    List<HostTensor> results =
        OnnxModels.shipped().run(name, weight, wide(indices).reshape(indices.size()));
    return new Renormalised(
        results.get(0).reshape(indices.shapeAnd(weight.extent(1))), results.get(1));
  }

  /**
   * Returns the gradient of the table scaled by frequency.
   *
   * @param weight {@code [V, D]}, float32 or float64
   * @param indices of any rank, each in {@code [0, V)}
   * @param upstream {@code indices.shape + [D]}, of the weight's type
   * @return {@code [V, D]}
   */
  public static HostTensor weightGradientByFrequency(
      HostTensor weight, HostTensor indices, HostTensor upstream) {
    return OnnxModels.shipped()
        .run(
            "embedding_frequency_gradient_rank1_int64_" + weight.dtype(),
            weight,
            wide(indices).reshape(indices.size()),
            upstream.reshape(indices.size(), upstream.extent(-1)))
        .get(0);
  }

  /**
   * Returns the rows of {@code weight} at {@code indices}.
   *
   * @param weight {@code [V, D]} of any floating type
   * @param indices of any rank, int32 or int64, each in {@code [0, V)}
   * @return {@code indices.shape + [D]}
   */
  public static HostTensor forward(HostTensor weight, HostTensor indices) {
    HostTensor flat = exportedRank(indices);
    String name =
        "embedding_forward_rank" + flat.rank() + "_" + indices.dtype() + "_" + weight.dtype();
    return OnnxModels.shipped()
        .run(name, weight, flat)
        .get(0)
        .reshape(indices.shapeAnd(weight.extent(1)));
  }

  /**
   * Returns the one-hot encoding of {@code indices} times {@code weight}, as a real matrix product.
   *
   * @param weight {@code [V, D]}, float32 or float64
   * @param indices of any rank, each in {@code [0, V)}
   * @return {@code indices.shape + [D]}
   */
  public static HostTensor oneHotProduct(HostTensor weight, HostTensor indices) {
    HostTensor flat = exportedRank(wide(indices));
    return OnnxModels.shipped()
        .run("one_hot_product_rank" + flat.rank() + "_int64_" + weight.dtype(), weight, flat)
        .get(0)
        .reshape(indices.shapeAnd(weight.extent(1)));
  }

  /**
   * Returns the gradient of the table.
   *
   * @param weight {@code [V, D]}, float32 or float64
   * @param indices of any rank, each in {@code [0, V)}
   * @param upstream {@code indices.shape + [D]}, of the weight's type
   * @return {@code [V, D]}
   */
  public static HostTensor weightGradient(
      HostTensor weight, HostTensor indices, HostTensor upstream) {
    HostTensor flat = exportedRank(wide(indices));
    HostTensor rows = upstream.reshape(flat.shapeAnd(upstream.extent(-1)));
    return OnnxModels.shipped()
        .run(
            "embedding_gradient_rank" + flat.rank() + "_int64_" + weight.dtype(),
            weight,
            flat,
            rows)
        .get(0);
  }

  private static HostTensor exportedRank(HostTensor indices) {
    return indices.rank() <= HIGHEST_EXPORTED_RANK ? indices : indices.reshape(indices.size());
  }

  /** Returns int64 indices: only the forward pass is exported for both index types. */
  static HostTensor wide(HostTensor indices) {
    return indices.dtype() == DType.INT64
        ? indices
        : HostTensor.of(indices.longs(), indices.shape());
  }
}

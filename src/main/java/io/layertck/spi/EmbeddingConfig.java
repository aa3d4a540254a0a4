package io.layertck.spi;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constructor arguments of an embedding, under PyTorch's meaning.
 *
 * <p>Nothing is validated here: refusing a bad configuration is the layer's own duty.
 *
 * @param numEmbeddings the vocabulary size V
 * @param embeddingDim the embedding dimension D
 * @param paddingIdx the row that is never trained, negative counting from the end, or none
 * @param maxNorm the norm to which looked-up rows are rescaled, or none
 * @param normType the p of that norm, 2 by default
 * @param scaleGradByFreq whether a row's gradient is divided by its count
 * @param sparse whether the weight gradient is sparse
 * @param dtype the element type of the weight
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Embedding.html">nn.Embedding</a>
 */
public record EmbeddingConfig(
    long numEmbeddings,
    long embeddingDim,
    @Nullable Long paddingIdx,
    @Nullable Double maxNorm,
    double normType,
    boolean scaleGradByFreq,
    boolean sparse,
    DType dtype) {

  /** Returns the configuration without any option. */
  public static EmbeddingConfig of(long numEmbeddings, long embeddingDim, DType dtype) {
    return new EmbeddingConfig(numEmbeddings, embeddingDim, null, null, 2.0, false, false, dtype);
  }

  /** Returns the same configuration with a padding index. */
  public EmbeddingConfig withPaddingIdx(long index) {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, index, maxNorm, normType, scaleGradByFreq, sparse, dtype);
  }

  /** Returns the same configuration with a maximal norm. */
  public EmbeddingConfig withMaxNorm(double norm, double type) {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, paddingIdx, norm, type, scaleGradByFreq, sparse, dtype);
  }

  /** Returns the same configuration with gradients scaled by frequency. */
  public EmbeddingConfig withScaleGradByFreq() {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, true, sparse, dtype);
  }

  /** Returns the same configuration with a sparse gradient. */
  public EmbeddingConfig withSparse() {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, scaleGradByFreq, true, dtype);
  }

  /** Returns the same configuration without a padding index. */
  public EmbeddingConfig withoutPaddingIdx() {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, null, maxNorm, normType, scaleGradByFreq, sparse, dtype);
  }

  /** Returns the same configuration without a maximal norm, and with the usual kind of norm. */
  public EmbeddingConfig withoutMaxNorm() {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, paddingIdx, null, 2.0, scaleGradByFreq, sparse, dtype);
  }

  /** Returns the same configuration with gradients that are not scaled by frequency. */
  public EmbeddingConfig withoutScaleGradByFreq() {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, false, sparse, dtype);
  }

  /** Returns the same configuration with a dense gradient. */
  public EmbeddingConfig withoutSparse() {
    return new EmbeddingConfig(
        numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, scaleGradByFreq, false, dtype);
  }

  /** Returns the features that the options of this configuration need. */
  public Set<Feature> neededFeatures() {
    EnumSet<Feature> needed = EnumSet.noneOf(Feature.class);
    if (paddingIdx != null) {
      needed.add(Feature.PADDING);
    }
    if (maxNorm != null) {
      needed.add(Feature.MAX_NORM);
    }
    if (scaleGradByFreq) {
      needed.add(Feature.FREQ_SCALING);
    }
    if (sparse) {
      needed.add(Feature.SPARSE_GRADIENT);
    }
    return needed;
  }

  /**
   * Refuses every option whose feature is not listed: the one line with which an adapter keeps
   * CAP-01.
   *
   * @throws UnsupportedFeature naming the first option that is not listed
   */
  public void requireOnly(Feature... supported) {
    for (Feature needed : neededFeatures()) {
      if (!Arrays.asList(supported).contains(needed)) {
        throw new UnsupportedFeature(needed);
      }
    }
  }
}

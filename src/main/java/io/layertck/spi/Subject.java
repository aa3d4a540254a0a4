package io.layertck.spi;

import io.layertck.tensor.HostTensor;

/**
 * What is tested: a factory of layers.
 *
 * <p>An implementation has a public constructor without arguments when it is named on a command
 * line or found by a {@link java.util.ServiceLoader}, and is cheap to make. What it does not claim
 * it refuses; it never validates arguments on the framework's behalf.
 */
public interface Subject {
  /** Returns the name under which the certificate speaks of it. */
  String name();

  /** Returns the version of the framework. */
  default String version() {
    return "unknown";
  }

  /** Returns what it claims to do; always the same. */
  Claims claims();

  /** Makes an embedding that takes indices of any rank. */
  default LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    throw new UnsupportedFeature(Feature.LOOKUP);
  }

  /** Makes a linear layer. */
  default LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    throw new UnsupportedFeature(Feature.LINEAR);
  }

  /** Makes an embedding bag, with any options of the table that are claimed. */
  default LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    throw new UnsupportedFeature(Feature.BAG);
  }

  /** Makes an embedding, with any options that are claimed, and a head over one weight. */
  default Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    throw new UnsupportedFeature(Feature.TYING);
  }

  /**
   * Says what one of the framework's exceptions means, by type first. An {@link Error} is no
   * refusal, whatever is said of it.
   */
  default Refusal classify(Throwable thrown) {
    return Refusal.of(thrown);
  }
}

package io.layertck.spi;

/** Thrown by an operation or an option that the subject does not claim. */
public final class UnsupportedFeature extends Refused {
  private static final long serialVersionUID = 1L;

  private final Feature feature;

  /** Makes the exception for the feature that is missing. */
  public UnsupportedFeature(Feature feature) {
    super(Refusal.UNSUPPORTED, "not supported: " + feature);
    this.feature = feature;
  }

  /** Returns the feature that is missing. */
  public Feature feature() {
    return feature;
  }
}

package io.layertck.generate;

import io.layertck.spi.Feature;

/**
 * One feature, to be asked for.
 *
 * @param feature claimed or not
 */
public record FeatureExample(Feature feature) implements Example {
  @Override
  public String describe() {
    return feature.name();
  }
}

package io.layertck.spi;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a subject claims to do.
 *
 * @param features the claimed features, their implications included
 * @param dtypes the floating types of its parameters, at least one
 * @param limits the declared deviations, each with its reason
 */
public record Claims(Set<Feature> features, Set<DType> dtypes, Map<Limit, String> limits) {

  /**
   * Checks and copies the claims.
   *
   * @throws IllegalArgumentException if an implied feature is missing, a type is not floating, no
   *     type is claimed, or a limit has no reason
   */
  public Claims {
    for (Feature feature : features) {
      if (!features.containsAll(feature.implied())) {
        throw new IllegalArgumentException(
            "claiming "
                + feature
                + " implies claiming "
                + feature.implied()
                + ", but only "
                + features
                + " are claimed");
      }
    }
    if (dtypes.isEmpty() || !dtypes.stream().allMatch(DType::isFloating)) {
      throw new IllegalArgumentException(
          "at least one floating type must be claimed and nothing else, not " + dtypes);
    }
    limits.forEach(
        (limit, reason) -> {
          if (reason.isBlank()) {
            throw new IllegalArgumentException("the limit " + limit + " needs a reason");
          }
        });
    EnumSet<Feature> featureCopy = EnumSet.noneOf(Feature.class);
    featureCopy.addAll(features);
    EnumSet<DType> typeCopy = EnumSet.copyOf(dtypes);
    EnumMap<Limit, String> limitCopy = new EnumMap<>(Limit.class);
    limitCopy.putAll(limits);
    features = Collections.unmodifiableSet(featureCopy);
    dtypes = Collections.unmodifiableSet(typeCopy);
    limits = Collections.unmodifiableMap(limitCopy);
  }

  /** Claims features, and what they imply, at float32 without limits. */
  public static Claims of(Feature... features) {
    EnumSet<Feature> closed = EnumSet.noneOf(Feature.class);
    for (Feature feature : features) {
      closed.add(feature);
      closed.addAll(feature.implied());
    }
    return new Claims(closed, EnumSet.of(DType.FLOAT32), Map.of());
  }

  /** Returns the same claims at other floating types. */
  public Claims at(DType... types) {
    return new Claims(features, EnumSet.copyOf(Arrays.asList(types)), limits);
  }

  /** Returns the same claims with one more declared deviation. */
  public Claims limitedBy(Limit limit, String reason) {
    EnumMap<Limit, String> more = new EnumMap<>(Limit.class);
    more.putAll(limits);
    more.put(limit, reason);
    return new Claims(features, dtypes, more);
  }

  /** Tells whether a feature is claimed. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** Tells whether a deviation is declared. */
  public boolean has(Limit limit) {
    return limits.containsKey(limit);
  }
}

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
 * @param accumulators for every claimed type the type in which its sums are accumulated
 */
public record Claims(
    Set<Feature> features,
    Set<DType> dtypes,
    Map<Limit, String> limits,
    Map<DType, DType> accumulators) {

  /** Claims that accumulate every type as {@link #usualAccumulator} says. */
  public Claims(Set<Feature> features, Set<DType> dtypes, Map<Limit, String> limits) {
    this(features, dtypes, limits, Map.of());
  }

  /**
   * Checks and copies the claims; a type without an accumulator gets the usual one.
   *
   * @throws IllegalArgumentException if an implied feature is missing, a type is not floating, no
   *     type is claimed, a limit has no reason, or an accumulator is that of a type not claimed or
   *     less precise than its type
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
    EnumMap<DType, DType> accumulatorCopy = new EnumMap<>(DType.class);
    dtypes.forEach(type -> accumulatorCopy.put(type, usualAccumulator(type)));
    accumulators.forEach(
        (type, accumulator) -> {
          if (!accumulatorCopy.containsKey(type) || accumulator.precision() < type.precision()) {
            throw new IllegalArgumentException(
                accumulator
                    + " is no accumulator of "
                    + type
                    + ": the type must be claimed, and its accumulator no less precise");
          }
          accumulatorCopy.put(type, accumulator);
        });
    EnumSet<Feature> featureCopy = EnumSet.noneOf(Feature.class);
    featureCopy.addAll(features);
    EnumSet<DType> typeCopy = EnumSet.copyOf(dtypes);
    EnumMap<Limit, String> limitCopy = new EnumMap<>(Limit.class);
    limitCopy.putAll(limits);
    features = Collections.unmodifiableSet(featureCopy);
    dtypes = Collections.unmodifiableSet(typeCopy);
    limits = Collections.unmodifiableMap(limitCopy);
    accumulators = Collections.unmodifiableMap(accumulatorCopy);
  }

  /** Returns float32 for the half types, else the type itself. */
  public static DType usualAccumulator(DType type) {
    return type.isHalf() ? DType.FLOAT32 : type;
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

  /** Returns the same claims at other floating types, with their usual accumulators. */
  public Claims at(DType... types) {
    return new Claims(features, EnumSet.copyOf(Arrays.asList(types)), limits);
  }

  /**
   * Returns the same claims with another accumulator of one claimed type, such as the type itself
   * for a kernel that keeps its running sums in it.
   */
  public Claims accumulating(DType type, DType accumulator) {
    EnumMap<DType, DType> changed = new EnumMap<>(accumulators);
    changed.put(type, accumulator);
    return new Claims(features, dtypes, limits, changed);
  }

  /** Returns the same claims with one more declared deviation. */
  public Claims limitedBy(Limit limit, String reason) {
    EnumMap<Limit, String> more = new EnumMap<>(Limit.class);
    more.putAll(limits);
    more.put(limit, reason);
    return new Claims(features, dtypes, more, accumulators);
  }

  /**
   * Returns the type in which sums of a claimed type are accumulated.
   *
   * @throws IllegalArgumentException if the type is not claimed
   */
  public DType accumulator(DType type) {
    DType accumulator = accumulators.get(type);
    if (accumulator == null) {
      throw new IllegalArgumentException(type + " is not claimed, only " + dtypes + " are");
    }
    return accumulator;
  }

  /** Tells whether a feature is claimed. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** Tells whether a deviation is declared. */
  public boolean has(Limit limit) {
    return limits.containsKey(limit);
  }

  /** Tells whether a linear layer of this fan-in lies within the declared deviations. */
  public boolean coversFanIn(long inFeatures) {
    return inFeatures > 0 || !(has(Limit.NO_ZERO_FAN_IN) || has(Limit.NO_ZERO_SIZES));
  }
}

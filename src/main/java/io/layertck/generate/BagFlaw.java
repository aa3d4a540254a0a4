package io.layertck.generate;

import io.layertck.spi.Refusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What is wrong with the input of a bag, and what a refusal may say it is. */
public enum BagFlaw {
  /** The first offset is not 0. */
  FIRST_OFFSET_NOT_ZERO(Refusal.INDEX, Refusal.SHAPE, Refusal.CONFIGURATION),
  /** An offset at any place but the first lies past the end of the indices. */
  OFFSET_PAST_THE_END(Refusal.INDEX, Refusal.SHAPE, Refusal.CONFIGURATION),
  /** There are offsets, and indices of rank 2. */
  OFFSETS_WITH_MATRIX(Refusal.SHAPE, Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
  /** There are no offsets, and indices of rank 1. */
  NO_OFFSETS(Refusal.SHAPE, Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
  /** The offsets have rank 2. */
  OFFSETS_OF_RANK_TWO(Refusal.SHAPE, Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
  /** The offsets are floating-point numbers. */
  FLOATING_OFFSETS(Refusal.DTYPE),
  /** There is no offset where the last one is an end. */
  NO_END(Refusal.INDEX, Refusal.SHAPE, Refusal.CONFIGURATION),
  /** The indices have rank 3. */
  INDICES_OF_RANK_THREE(Refusal.SHAPE, Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
  /** The indices are floating-point numbers. */
  FLOATING_INDICES(Refusal.DTYPE),
  /** One index is V. */
  INDEX_PAST_THE_VOCABULARY(Refusal.INDEX),
  /** One index is -1. */
  NEGATIVE_INDEX(Refusal.INDEX),
  /** There are per-sample weights under mode mean. */
  WEIGHTS_WITH_MEAN(Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
  /** There are per-sample weights under mode max. */
  WEIGHTS_WITH_MAX(Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
  /** There is one per-sample weight less than indices. */
  TOO_FEW_WEIGHTS(Refusal.SHAPE),
  /** There is one per-sample weight, which could be broadcast. */
  ONE_WEIGHT(Refusal.SHAPE),
  /** There is a per-sample weight per index, in a shape of another rank. */
  WEIGHTS_OF_ANOTHER_RANK(Refusal.SHAPE),
  /** The per-sample weights have another floating type than the table. */
  WEIGHTS_OF_ANOTHER_TYPE(Refusal.DTYPE),
  /** An offset between the first and the last is smaller than the one before. */
  DECREASING_OFFSET(Refusal.INDEX, Refusal.SHAPE, Refusal.CONFIGURATION),
  /** The offset that is the end of the last bag lies before the end of the indices. */
  END_BEFORE_THE_END(Refusal.INDEX, Refusal.SHAPE, Refusal.CONFIGURATION);

  private final EnumSet<Refusal> kinds;

  BagFlaw(Refusal... kinds) {
    this.kinds = EnumSet.copyOf(Arrays.asList(kinds));
  }

  /** Returns what a typed refusal may say. */
  public Set<Refusal> kinds() {
    return EnumSet.copyOf(kinds);
  }

  /** Tells whether only per-sample weights can have this flaw. */
  boolean isOfWeights() {
    return this == TOO_FEW_WEIGHTS
        || this == ONE_WEIGHT
        || this == WEIGHTS_OF_ANOTHER_RANK
        || this == WEIGHTS_OF_ANOTHER_TYPE;
  }
}

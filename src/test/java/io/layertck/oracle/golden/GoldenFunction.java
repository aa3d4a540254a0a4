package io.layertck.oracle.golden;

import java.util.Arrays;
import java.util.Locale;

/** What the golden files record, one function each. */
enum GoldenFunction {
  BAG_SUM,
  BAG_MEAN,
  BAG_MAX,
  EMBEDDING_FORWARD,
  EMBEDDING_GRADIENT,
  EMBEDDING_PADDING_GRADIENT,
  EMBEDDING_SPARSE_GRADIENT,
  EMBEDDING_FREQUENCY_GRADIENT,
  EMBEDDING_MAX_NORM,
  LINEAR_FORWARD,
  LINEAR_GRADIENT,
  ONE_HOT_PRODUCT,
  TIED_GRADIENT,
  TIED_CROSS_ENTROPY_MEAN,
  TIED_CROSS_ENTROPY_SUM;

  /** Tells whether bags are reduced, and output and gradients recorded together. */
  boolean isOfBags() {
    return this == BAG_SUM || this == BAG_MEAN || this == BAG_MAX;
  }

  /** Finds the function of a file, such as {@code linear_forward_specials}. */
  static GoldenFunction of(String file) {
    return Arrays.stream(values())
        .filter(function -> file.toUpperCase(Locale.ROOT).startsWith(function.name()))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no function is recorded in " + file));
  }
}

package io.layertck.oracle.golden;

import io.layertck.spi.BagMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** What the golden files record, one function each. */
enum GoldenFunction {
  BAG_SUM,
  BAG_SUM_FORWARD,
  BAG_MEAN,
  BAG_MEAN_FORWARD,
  BAG_MAX,
  BAG_MAX_FORWARD,
  EMBEDDING_FORWARD,
  EMBEDDING_GRADIENT,
  EMBEDDING_PADDING_GRADIENT,
  EMBEDDING_SPARSE_GRADIENT,
  EMBEDDING_FREQUENCY_GRADIENT,
  EMBEDDING_MAX_NORM,
  LINEAR_FORWARD,
  LINEAR_GRADIENT,
  ONE_HOT_PRODUCT,
  TIED_FORWARD,
  TIED_GRADIENT,
  TIED_CROSS_ENTROPY_MEAN,
  TIED_CROSS_ENTROPY_SUM;

  /** Returns how bags are reduced. */
  BagMode bagMode() {
    return switch (this) {
      case BAG_SUM, BAG_SUM_FORWARD -> BagMode.SUM;
      case BAG_MEAN, BAG_MEAN_FORWARD -> BagMode.MEAN;
      case BAG_MAX, BAG_MAX_FORWARD -> BagMode.MAX;
      default -> throw new IllegalStateException(this + " is not of bags");
    };
  }

  /**
   * Finds the function of a file, such as {@code linear_forward_specials}: of the names that the
   * file's begins with, the longest.
   */
  static GoldenFunction of(String file) {
    return Arrays.stream(values())
        .filter(function -> file.toUpperCase(Locale.ROOT).startsWith(function.name()))
        .max(Comparator.comparingInt(function -> function.name().length()))
        .orElseThrow(() -> new IllegalArgumentException("no function is recorded in " + file));
  }
}

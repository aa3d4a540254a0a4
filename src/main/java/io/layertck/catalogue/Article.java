package io.layertck.catalogue;

import java.util.List;
import java.util.stream.Stream;

/** Every claim of the source article that can be checked, in the article's order. */
public final class Article {
  private static final List<Claim> CLAIMS =
      Stream.of(LayerClaims.all(), ComputationClaims.all(), TrainingClaims.all())
          .flatMap(List::stream)
          .toList();

  private Article() {}

  /** Returns all claims. */
  public static List<Claim> claims() {
    return CLAIMS;
  }
}

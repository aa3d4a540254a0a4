package io.layertck.observe;

import java.util.Arrays;
import java.util.Optional;

/** Models that compute the same function at other ranks and types, and how they are compared. */
enum ModelFamily {
  /** Rows of a table. */
  EMBEDDING_FORWARD("embedding_forward_", Comparison.BITS),
  /** Sums of rows of the upstream gradient. */
  EMBEDDING_GRADIENT("embedding_gradient_", Comparison.SUMS),
  /** The same sums, divided by how many terms they have. */
  FREQUENCY_GRADIENT("embedding_frequency_gradient_", Comparison.SELECTED_SUMS),
  /** Rows of a table, and the table with its long rows shortened. */
  MAX_NORM("embedding_max_norm_", Comparison.FORMULA),
  /** Rows of a table, by a product. */
  ONE_HOT_PRODUCT("one_hot_product_", Comparison.SUMS),
  /** A product with a weight. */
  LINEAR_FORWARD("linear_forward_", Comparison.SUMS),
  /** Products with the upstream gradient. */
  LINEAR_GRADIENT("linear_gradient_", Comparison.SUMS),
  /** Logits over a tied table. */
  TIED_FORWARD("tied_forward_", Comparison.SUMS),
  /** Both parts of a tied gradient. */
  TIED_GRADIENT("tied_gradient_", Comparison.SUMS),
  /** A mean loss over tied logits, and its gradient. */
  CROSS_ENTROPY_MEAN("tied_cross_entropy_mean_", Comparison.CROSS_ENTROPY),
  /** A summed loss over tied logits, and its gradient. */
  CROSS_ENTROPY_SUM("tied_cross_entropy_sum_", Comparison.CROSS_ENTROPY),
  /** The largest elements of bags of rows. */
  BAG_FORWARD_MAX("bag_forward_max_", Comparison.BITS),
  /** Sums and means over bags of rows. */
  BAG_FORWARD("bag_forward_", Comparison.SUMS),
  /** The upstream gradient where a bag's largest elements lie. */
  BAG_GRADIENT_MAX("bag_gradient_max_", Comparison.SELECTED_SUMS),
  /** Sums of the upstream gradients of bags. */
  BAG_GRADIENT("bag_gradient_", Comparison.SUMS),
  /** A step of an optimiser. */
  SGD_STEP("sgd_", Comparison.FORMULA),
  /** A step of an optimiser with a memory of squares. */
  ADAM_STEP("adam", Comparison.FORMULA),
  /** The same on some rows, which are sums. */
  SPARSE_ADAM_STEP("sparse_adam_", Comparison.FORMULA_OF_SUMS),
  /** Gradients cut element by element. */
  CLIPPING_BY_VALUE("clip_value_", Comparison.BITS),
  /** Gradients made shorter. */
  CLIPPING("clip_", Comparison.FORMULA),
  /** The article's embedding. */
  ARTICLE_EMBEDDING("article_embedding_", Comparison.BITS),
  /** The article's linear layer; its weight is its own. */
  ARTICLE_LINEAR("article_linear_", Comparison.OWN_WEIGHT),
  /** The article's tied pair; its weight is its own. */
  ARTICLE_TIED("article_tied_", Comparison.OWN_WEIGHT);

  /** What two runs of a model must have in common. */
  enum Comparison {
    /** Every bit: data are only moved. */
    BITS,
    /** Integers as numbers, real data within the bounds of sums of products. */
    SUMS,
    /** The same through exponentials and logarithms. */
    CROSS_ENTROPY,
    /** Real data within the bounds of sums over some of the upstream gradient. */
    SELECTED_SUMS,
    /** Real data within the bounds of a formula of few operations on each element. */
    FORMULA,
    /** The same where what it is made from is summed first. */
    FORMULA_OF_SUMS,
    /** Real data within the bounds of sums whose weights lie in the model. */
    OWN_WEIGHT
  }

  private final String prefix;
  private final Comparison comparison;

  ModelFamily(String prefix, Comparison comparison) {
    this.prefix = prefix;
    this.comparison = comparison;
  }

  Comparison comparison() {
    return comparison;
  }

  /** Returns the family of a model. */
  static Optional<ModelFamily> of(String model) {
    return Arrays.stream(values()).filter(family -> model.startsWith(family.prefix)).findFirst();
  }
}

package io.layertck.spi;

/**
 * The function behind a layer, for which a Kaiming scheme corrects: the argument {@code
 * nonlinearity} of {@code torch.nn.init}.
 */
public enum Nonlinearity implements SchemeChoice {
  /** None. */
  LINEAR("linear", 0),
  /** The logistic function. */
  SIGMOID("sigmoid", 1),
  /** The hyperbolic tangent. */
  TANH("tanh", 2),
  /** The positive part. */
  RELU("relu", 3),
  /** The positive part with a slope for negative numbers, the argument {@code a}. */
  LEAKY_RELU("leaky_relu", 4),
  /** The scaled exponential linear unit. */
  SELU("selu", 5);

  private final String label;
  private final double code;

  Nonlinearity(String label, double code) {
    this.label = label;
    this.code = code;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public double code() {
    return code;
  }

  /**
   * Returns the function that a number stands for.
   *
   * @throws Refused if there is none
   */
  public static Nonlinearity of(double code) {
    return SchemeChoice.of(Nonlinearity.class, "nonlinearity", code);
  }
}

package io.layertck.spi;

/** Which fan a Kaiming scheme divides by: the argument {@code mode} of {@code torch.nn.init}. */
public enum FanMode implements SchemeChoice {
  /** The number of columns of the weight, {@code fan_in}. */
  FAN_IN("fan_in", 0),
  /** The number of rows of the weight, {@code fan_out}. */
  FAN_OUT("fan_out", 1);

  private final String label;
  private final double code;

  FanMode(String label, double code) {
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
   * Returns the mode that a number stands for.
   *
   * @throws Refused if there is none
   */
  public static FanMode of(double code) {
    return SchemeChoice.of(FanMode.class, "mode", code);
  }
}

package io.layertck.spi;

/** Which fan a Kaiming scheme divides by: the argument {@code mode} of {@code torch.nn.init}. */
public enum FanMode {
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

  /** Returns the name PyTorch uses. */
  public String label() {
    return label;
  }

  /** Returns the number that stands for it in the arguments of a {@link Start.Scheme}. */
  public double code() {
    return code;
  }

  /**
   * Returns the mode that a number stands for.
   *
   * @throws Refused if there is none
   */
  public static FanMode of(double code) {
    for (FanMode mode : values()) {
      if (mode.code == code) {
        return mode;
      }
    }
    throw new Refused(Refusal.CONFIGURATION, "no mode has the code " + code);
  }
}

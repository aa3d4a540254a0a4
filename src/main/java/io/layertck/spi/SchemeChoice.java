package io.layertck.spi;

/** A word among the arguments of a {@link Start.Scheme}, which travels as a number. */
sealed interface SchemeChoice permits FanMode, Nonlinearity {
  /** Returns the name PyTorch uses. */
  String label();

  /** Returns the number that stands for it in the arguments of a {@link Start.Scheme}. */
  double code();

  /**
   * Returns the choice that a number stands for.
   *
   * @param argument what PyTorch calls the argument
   * @throws Refused if there is none
   */
  static <E extends Enum<E> & SchemeChoice> E of(Class<E> choices, String argument, double code) {
    for (E choice : choices.getEnumConstants()) {
      if (choice.code() == code) {
        return choice;
      }
    }
    throw new Refused(Refusal.CONFIGURATION, "no " + argument + " has the code " + code);
  }
}

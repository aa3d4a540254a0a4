package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;

/** Tells a kept rule from one that was kept because there was nothing to break. */
public final class Evidence {
  private Evidence() {}

  /**
   * Returns a judgement as it is, unless it is a pass that the expected values do not support.
   *
   * <p>A broken rule stays broken. A pass is evidence only if at least one expected value is there
   * and not zero: a layer that returns zeros passes everything else.
   *
   * @param tensor what the values are, such as {@code "output"}
   * @param expected the values the tensor should hold
   */
  public static Judgement weigh(String tensor, Judgement judgement, double... expected) {
    if (judgement instanceof Judgement.Broken || judgement instanceof NoEvidence) {
      return judgement;
    }
    if (expected.length == 0) {
      return new NoEvidence("the " + tensor + " has no elements");
    }
    for (double value : expected) {
      if (value != 0) {
        return judgement;
      }
    }
    return new NoEvidence("every expected element of the " + tensor + " is zero");
  }
}

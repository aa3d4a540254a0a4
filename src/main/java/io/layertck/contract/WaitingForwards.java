package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/** Many recorded forwards that are open together, so that each has to keep what is its own. */
final class WaitingForwards {
  private static final int OTHERS = 16;

  /** What a message says of the first of them. */
  static final String FIRST = "of the first of " + (OTHERS + 1) + " waiting forwards";

  private WaitingForwards() {}

  /**
   * Records a forward and then many others, and runs the backward of the first alone.
   *
   * @param first its input
   * @param other that of the others
   */
  static <I> DrivenGradient backwardOfTheFirst(
      DrivenLayer<I> layer, I first, I other, HostTensor upstream) {
    List<DrivenPass> waiting = new ArrayList<>();
    DrivenGradient ofInput;
    try (DrivenPass pass = layer.record(first)) {
      for (int i = 0; i < OTHERS; i++) {
        waiting.add(layer.record(other));
      }
      ofInput = pass.backward(upstream);
    }
    waiting.forEach(DrivenPass::close);
    return ofInput;
  }
}

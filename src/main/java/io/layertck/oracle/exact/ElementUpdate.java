package io.layertck.oracle.exact;

import io.layertck.oracle.exact.RunningError.Known;

/** How an optimiser changes one element, with what it remembers of earlier steps. */
interface ElementUpdate {
  /**
   * Makes one step.
   *
   * @param parameter the element before
   * @param gradient its gradient
   * @param count how many steps the optimiser has made with this one, from 1
   * @return the element after
   */
  Known step(Known parameter, Known gradient, int count);
}

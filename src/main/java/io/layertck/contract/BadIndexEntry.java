package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.rule.Judgement;

/** One way to a lookup, on which a bad index must be refused as on every other. */
@FunctionalInterface
interface BadIndexEntry {
  /**
   * Tries it.
   *
   * @param example exactly one index of which lies outside the vocabulary
   * @return no evidence where the way is not claimed, or not open to the example
   */
  Judgement judge(LookupExample example, Driver driver);
}

package io.layertck.oracle.golden;

import io.layertck.tensor.HostTensor;
import java.util.Map;

/** Who computes the functions that the golden files record. */
interface Computation {
  /** Returns the results for the inputs of a recorded run, by their roles. */
  Map<String, HostTensor> run(GoldenFunction function, GoldenCase recorded);
}

package io.layertck.selftest;

import io.layertck.mutant.Mutant;
import java.util.List;

/**
 * Further mutants, offered as a service by the class path of a self-test.
 *
 * <p>What is listed in {@code META-INF/services/io.layertck.selftest.MutantSource} of a jar given
 * with {@code --classpath} is tried beside the suite's own mutants, and counts as they do.
 */
public interface MutantSource {
  /** Returns the mutants, whose names must differ from those of all others. */
  List<Mutant> mutants();
}

package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.ConcurrentCases;
import io.layertck.generate.ConcurrentExample;
import io.layertck.generate.LeakCases;
import io.layertck.generate.LeakExample;
import io.layertck.generate.RepeatedExample;
import io.layertck.rule.Level;
import io.layertck.rule.Need;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules CON: several threads, and many runs. */
public interface ConcurrencyContract extends Contract {
  /** Several threads. */
  @Property(tries = 2)
  @Rule(
      id = "CON-01",
      features = Feature.CONCURRENT,
      statement =
          "Eight threads at once, on one layer and on layers of their own, get what one thread"
              + " gets: lookups bit for bit, linear outputs and gradients exactly on integers."
              + " Gradients of one layer trained by all threads are a recommendation.",
      source = "PyTorch: CPU threading; ooples/AiDotNet.Tensors#492")
  default void con01_eightThreadsGetWhatOneThreadGets(
      @ForAll(supplier = ConcurrentCases.class) Case<ConcurrentExample> drawn) {
    judge(drawn, ConcurrencyRules::threads);
  }

  /** Many runs. */
  @Property(tries = 1)
  @Rule(
      id = "CON-02",
      level = Level.SHOULD,
      features = Feature.CONCURRENT,
      statement =
          "A hundred runs of a large call agree: lookups and linear outputs bit for bit,"
              + " gradients of repeated indices exactly on integers.",
      source = "PyTorch: Reproducibility; pytorch/executorch#22327")
  default void con02_aHundredRunsOfALargeCallAgree(
      @ForAll(supplier = ConcurrentCases.Repeated.class) Case<RepeatedExample> drawn) {
    judge(drawn, RepetitionRules::repeats);
  }

  /** No leak. */
  @Property(tries = 1)
  @Rule(
      id = "CON-03",
      level = Level.SHOULD,
      need = Need.TIME,
      features = Feature.CONCURRENT,
      statement =
          "A hundred thousand calls whose results are closed leave nothing behind outside the Java"
              + " heap: the process grows by 64 MiB at most.",
      source = "The suite's own rule")
  default void con03_aHundredThousandCallsLeaveNothingBehind(
      @ForAll(supplier = LeakCases.class) Case<LeakExample> drawn) {
    judge(drawn, LeakRules::growth);
  }
}

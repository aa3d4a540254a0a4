package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.FrequencyCases;
import io.layertck.generate.LookupGradientExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules FRQ: gradients scaled by frequency. */
public interface FrequencyContract extends Contract {
  /** Divided by the count. */
  @Property(tries = 300)
  @Rule(
      id = "FRQ-01",
      features = Feature.FREQ_SCALING,
      statement =
          "With scale_grad_by_freq each row's gradient is divided by the number of its positions"
              + " in the whole index tensor of the call, with a tied head too: exactly where"
              + " that is a power of two, within the error bound elsewhere, and in agreement"
              + " with PyTorch's exported backward.",
      source = "PyTorch nn.Embedding: scale_grad_by_freq; pytorch/pytorch#190264")
  default void frq01_eachRowIsDividedByItsCount(
      @ForAll(supplier = FrequencyCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, FrequencyRules::dividedByCount);
  }
}

package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules STA: saved and loaded states. */
public interface StateContract extends Contract {
  /** Round trips and refusals. */
  @Property(tries = 100)
  @Rule(
      id = "STA-01",
      features = {Feature.STATE},
      statement =
          "A state holds what the layer holds now, weight and, where there is one, bias, in their"
              + " shapes; loaded into another layer it gives the same parameters bit for bit, and"
              + " layer and bag compute with what was loaded; gradients stay; a missing,"
              + " unexpected or mis-shaped entry is refused, and one of another type is refused"
              + " or converted (that it is refused, and that nothing is changed by a refused"
              + " state: SHOULD).",
      source = "PyTorch torch.nn.Module: state_dict, load_state_dict")
  default void sta01_aStateComesBackBitForBitOrIsRefused(
      @ForAll(supplier = LookupCases.Special.class) Case<LookupExample> drawn) {
    judge(drawn, LayerStateRules::roundTrip);
  }

  /** Files. */
  @Property(tries = 60)
  @Rule(
      id = "STA-02",
      features = {Feature.SAFETENSORS},
      statement =
          "A safetensors file written by PyTorch loads bit for bit; a file written by the layer"
              + " holds its state in that format and comes back bit for bit; layer and bag"
              + " compute with what was loaded; a file cut short, or with a wrong entry, is"
              + " refused.",
      source = "safetensors.torch: save, save_model; the suite's own check in PyTorch")
  default void sta02_statesAreExchangedAsSafetensors(
      @ForAll(supplier = LookupCases.Special.class) Case<LookupExample> drawn) {
    judge(drawn, SafetensorsRules::exchange);
  }
}

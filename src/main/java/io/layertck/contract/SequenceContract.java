package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.SequenceCases;
import io.layertck.generate.SequenceExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rule SEQ: any sequence of calls. */
public interface SequenceContract extends Contract {
  /** Any sequence. */
  @Property(tries = 300)
  @Rule(
      id = "SEQ-01",
      features = Feature.PARAMETERS,
      statement =
          "After every step of any sequence of forward, backward, overlapping passes,"
              + " assignments, zeroGradients, optimiser steps, refused calls, save, load and"
              + " copy on two layers or a tied pair, each holds what a model of integers holds.",
      source = "The suite's own rule; model-based testing (Claessen and Hughes, QuickCheck)")
  default void seq01_everySequenceAgreesWithAModel(
      @ForAll(supplier = SequenceCases.class) Case<SequenceExample> drawn) {
    judge(drawn, SequenceRules::sequence);
  }
}

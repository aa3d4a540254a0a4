package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules EMB: what an embedding returns. */
public interface EmbeddingForwardContract extends Contract {
  /** The output has the shape of the indices and one more dimension. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-01",
      features = Feature.LOOKUP,
      statement =
          "The output has shape indices.shape + [D], for indices of rank 0 to 4, without elements,"
              + " for D = 0, and for V = 0 without indices.",
      source = "PyTorch nn.Embedding, Shape")
  default void emb01_theOutputHasTheShapeOfTheIndicesAndTheDimension(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::shape);
  }

  /** Every output row is the weight row. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-02",
      features = Feature.LOOKUP,
      statement =
          "Every output row is the weight row bit for bit: quiet NaN payloads, zeros of both signs,"
              + " infinities, subnormals and the largest numbers survive.",
      source = "PyTorch nn.Embedding: a lookup table; torch.nn.functional.embedding")
  default void emb02_everyRowIsTheWeightRowBitForBit(
      @ForAll(supplier = LookupCases.Special.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::rows);
  }
}

package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LargeTableCases;
import io.layertck.generate.LargeTableExample;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupEdgeCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.WideIndexCases;
import io.layertck.rule.Need;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;

/** The rules EMB: what an embedding returns. */
public interface EmbeddingForwardContract extends Contract {
  /** The output has the shape of the indices and one more dimension. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-01",
      features = Feature.LOOKUP,
      statement =
          "The output has shape indices.shape + [D], for indices of rank 0 to 4, without"
              + " elements, for D = 0, and for V = 0 without indices.",
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
          "Every output row is the weight row bit for bit: quiet NaN payloads, zeros of"
              + " both signs, infinities, subnormals and the largest numbers survive, in every"
              + " layout of weight and indices that is claimed.",
      source = "PyTorch nn.Embedding: a lookup table; torch.nn.functional.embedding")
  default void emb02_everyRowIsTheWeightRowBitForBit(
      @ForAll(supplier = LookupCases.Special.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::rows);
  }

  /** Both index types give the same rows. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-03",
      features = {Feature.LOOKUP, Feature.INT32_INDICES},
      statement = "int32 and int64 indices give the same result, bit for bit.",
      source = "PyTorch nn.Embedding, Input: IntTensor or LongTensor")
  default void emb03_int32AndInt64IndicesGiveTheSameRows(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::indexTypes);
  }

  /** The output is rearranged as the indices are. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-04",
      features = Feature.LOOKUP,
      statement =
          "Reversing, repeating, flattening or cutting the indices reverses, repeats,"
              + " flattens or cuts the output rows, bit for bit.",
      source = "PyTorch nn.Embedding: a lookup table")
  default void emb04_aRowDoesNotDependOnItsPosition(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::positions);
  }

  /** The names of the rows do not matter. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-05",
      features = Feature.LOOKUP,
      statement =
          "Permuting the rows of the weight and mapping the indices accordingly gives the"
              + " same output, bit for bit.",
      source = "PyTorch nn.Embedding: a lookup table")
  default void emb05_relabellingTheVocabularyChangesNothing(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::relabelling);
  }

  /** Other rows do not matter. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-06",
      features = Feature.LOOKUP,
      statement =
          "Rows that are not looked up do not change the output, whether they hold numbers,"
              + " NaN or infinity.",
      source = "PyTorch nn.Embedding: a lookup table")
  default void emb06_rowsNeverLookedUpDoNotMatter(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::otherRows);
  }

  /** Forward is pure. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-07",
      features = Feature.LOOKUP,
      statement =
          "Forward leaves the layer's weight and the caller's tensors unchanged, bit for"
              + " bit (without max_norm), and reads the caller's indices anew at every call.",
      source = "PyTorch nn.Embedding; pytorch/pytorch#2414")
  default void emb07_forwardChangesNeitherWeightNorIndices(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::purity);
  }

  /** Results share no memory. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-08",
      features = Feature.LOOKUP,
      statement =
          "A later call, of another layer too, does not change an earlier result, and writing"
              + " into a result changes neither the layer nor another result.",
      source = "PyTorch nn.Embedding: forward returns a new tensor")
  default void emb08_resultsAreValues(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::values);
  }

  /** No stale copy of the weight is used. */
  @Property(tries = 1000)
  @Rule(
      id = "EMB-09",
      features = {Feature.LOOKUP, Feature.PARAMETERS},
      statement =
          "After the weight was assigned, whole, one row in the middle, some rows together or"
              + " through the tied partner, the next forward sees it bit for bit, and neither an"
              + " earlier result nor another layer of an equal weight does.",
      source = "PyTorch nn.Embedding.weight; pytorch/pytorch#87197 (review)")
  default void emb09_theNextForwardSeesAnAssignedWeight(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::freshness);
  }

  /** The exported model. */
  @Property(tries = 300)
  @Rule(
      id = "EMB-10",
      features = Feature.LOOKUP,
      statement =
          "The output equals, bit for bit, that of nn.Embedding exported from PyTorch and run by"
              + " ONNX Runtime, on valid indices.",
      source = "PyTorch 2.13 torch.nn.functional.embedding, exported")
  default void emb10_theOutputIsThatOfTheExportedModel(
      @ForAll(supplier = LookupCases.Finite.class) Case<LookupExample> drawn) {
    judge(drawn, ModelRules::lookup);
  }

  /** Every size edge once. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  @Rule(
      id = "EMB-11",
      features = Feature.LOOKUP,
      statement =
          "Every output row is the weight row at the sizes next to vector widths, tiles and"
              + " 16-bit counters.",
      source = "PyTorch nn.Embedding; ggml-org/llama.cpp#25103, pytorch/FBGEMM#2009")
  default void emb11_everySizeEdgeIsRight(
      @ForAll(supplier = LookupEdgeCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::rows);
  }

  /** Tables that 31 bits do not count. */
  @Property(tries = 1)
  @Rule(
      id = "EMB-12",
      need = Need.MEMORY,
      features = Feature.LARGE_TABLE,
      statement =
          "A table of more than 2^31 elements, filled piece by piece, gives every index its own"
              + " row, on both sides of the element 2^31.",
      source = "microsoft/onnxruntime#28108; pytorch/pytorch#188467; ml-explore/mlx#1338")
  default void emb12_aTablePastTwoToTheThirtyFirstAddressesTheRightRow(
      @ForAll(supplier = LargeTableCases.class) Case<LargeTableExample> drawn) {
    judge(drawn, LargeTableRules::addressing);
  }

  /** No index loses bits. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  @Rule(
      id = "EMB-13",
      features = Feature.LOOKUP,
      statement =
          "Indices past 2^8, 2^11, 2^15, 2^16 and 2^24 resolve to their own row, of int32 too where"
              + " that is claimed.",
      source = "keras-team/keras#10531, RosettaCommons/foundry#236")
  default void emb13_indicesAreNotRoutedThroughANarrowerType(
      @ForAll(supplier = WideIndexCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRules::everyIndexType);
  }
}

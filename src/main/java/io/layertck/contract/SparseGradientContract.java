package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.SparseGradientCases;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules SPG: gradients that hold some rows only. */
public interface SparseGradientContract extends Contract {
  /** The same numbers. */
  @Property(tries = 500)
  @Rule(
      id = "SPG-01",
      features = Feature.SPARSE_GRADIENT,
      statement =
          "The sparse gradient, its rows added up, is the dense gradient, for any layout of the"
              + " upstream gradient.",
      source = "PyTorch nn.Embedding: sparse")
  default void spg01_theSparseGradientAddsUpToTheDenseOne(
      @ForAll(supplier = SparseGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, SparseGradientRules::sums);
  }

  /** Only what was looked up. */
  @Property(tries = 300)
  @Rule(
      id = "SPG-02",
      features = Feature.SPARSE_GRADIENT,
      statement =
          "The gradient of a sparse layer is a list of rows [nnz] with values [nnz, D]; only rows"
              + " that were looked up are listed, and the padding row never is.",
      source = "PyTorch nn.Embedding: sparse; pytorch/pytorch#3506")
  default void spg02_onlyRowsThatWereLookedUpAreListed(
      @ForAll(supplier = SparseGradientCases.Padded.class) Case<LookupGradientExample> drawn) {
    judge(drawn, SparseGradientRules::listedRows);
  }

  /** Accumulation. */
  @Property(tries = 300)
  @Rule(
      id = "SPG-03",
      features = {Feature.SPARSE_GRADIENT, Feature.ACCUMULATION},
      statement =
          "Sparse gradients add up over backwards, whatever rows each of them lists, until they are"
              + " zeroed; a half type may refuse the second backward, as PyTorch does.",
      source = "PyTorch torch.Tensor.backward: accumulates")
  default void spg03_sparseGradientsAddUpUntilTheyAreZeroed(
      @ForAll(supplier = SparseGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, SparseGradientRules::accumulation);
  }

  /** An option too many. */
  @Property(tries = 100)
  @Rule(
      id = "SPG-04",
      features = {Feature.SPARSE_GRADIENT, Feature.FREQ_SCALING},
      statement =
          "sparse together with scale_grad_by_freq is refused, at backward at the latest, and"
              + " leaves the weight alone.",
      source =
          "PyTorch: RuntimeError: embedding_backward: scale_grad_by_freq not supported with sparse"
              + " gradients")
  default void spg04_sparseTogetherWithFrequencyScalingIsRefused(
      @ForAll(supplier = SparseGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, SparseGradientRefusalRules::withFrequencyScaling);
  }

  /** Coalescing. */
  @Property(tries = 300)
  @Rule(
      id = "SPG-05",
      features = {Feature.SPARSE_GRADIENT, Feature.ACCUMULATION},
      statement =
          "However a layer merges the rows it lists, hundreds of occurrences in any order, every"
              + " row's sum is kept; reading a gradient does not change it. A half type may"
              + " refuse to add a second gradient, as PyTorch does.",
      source = "PyTorch torch.Tensor.coalesce")
  default void spg05_mergingRowsKeepsTheirSums(
      @ForAll(supplier = SparseGradientCases.Repeated.class) Case<LookupGradientExample> drawn) {
    judge(drawn, SparseGradientRules::merging);
  }
}

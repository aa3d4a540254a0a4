package io.layertck.contract;

import io.layertck.generate.BadIndexCases;
import io.layertck.generate.BadPaddingCases;
import io.layertck.generate.Case;
import io.layertck.generate.LinearCases;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.MistypedIndexCases;
import io.layertck.rule.Level;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules ERR: bad input gets a clear error, and nothing is lost. */
public interface RefusalContract extends Contract {
  /** No zero, clamped, wrapped or foreign row. */
  @Property(tries = 1000)
  @Rule(
      id = "ERR-01",
      features = Feature.LOOKUP,
      statement =
          "An index of V or more is refused in forward before a result is returned, for V ="
              + " 0 and D = 0 too; under TYPED_REFUSALS as an index error.",
      source =
          "PyTorch nn.Embedding: IndexError: index out of range in self;"
              + " tensorflow/tensorflow#27033")
  default void err01_anIndexPastTheVocabularyIsRefused(
      @ForAll(supplier = BadIndexCases.Above.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRefusalRules::badIndex);
  }

  /** No index counts from the end. */
  @Property(tries = 1000)
  @Rule(
      id = "ERR-02",
      features = Feature.LOOKUP,
      statement =
          "A negative index is refused in forward before a result is returned; it never"
              + " wraps.",
      source =
          "PyTorch nn.Embedding: IndexError: index out of range in self;"
              + " pytorch/pytorch#151918")
  default void err02_aNegativeIndexIsRefused(
      @ForAll(supplier = BadIndexCases.Negative.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRefusalRules::badIndex);
  }

  /** Whatever the options. */
  @Property(tries = 200)
  @Rule(
      id = "ERR-03",
      features = Feature.LOOKUP,
      statement =
          "One bad index among good ones, at any position, is refused with every option that is"
              + " claimed (padding_idx, sparse, scale_grad_by_freq, max_norm, a tied head) as"
              + " without, and in a bag; weight, gradient and the next result stay what they"
              + " were; with max_norm the weight should.",
      source =
          "PyTorch nn.Embedding: IndexError: index out of range in self; apache/mxnet#11940,"
              + " pytorch/pytorch#100831")
  default void err03_aBadIndexIsRefusedWhateverTheOptions(
      @ForAll(supplier = BadIndexCases.Any.class) Case<LookupExample> drawn) {
    judge(drawn, OptionRefusalRules::everyOption);
  }

  /** Only int32 and int64 are index types. */
  @Property(tries = 1000)
  @Rule(
      id = "ERR-04",
      features = Feature.LOOKUP,
      statement =
          "A floating, boolean, int8, int16 or uint8 index tensor is refused, one without"
              + " elements, one in a recorded forward and one where the weight is tied too; it"
              + " is not truncated or rounded, and the weight and the next result stay what they"
              + " were.",
      source =
          "PyTorch nn.Embedding: RuntimeError: Expected tensor for argument #1 'indices' to"
              + " have one of the following scalar types: Long, Int")
  default void err04_indicesOfAnyOtherTypeAreRefused(
      @ForAll(supplier = MistypedIndexCases.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRefusalRules::mistypedIndices);
  }

  /** A padding index names a row. */
  @Property(tries = 200)
  @Rule(
      id = "ERR-05",
      features = Feature.PADDING,
      statement =
          "A padding_idx outside [-V, V) is refused at construction, whatever the parameters start"
              + " from; -V and V-1 are taken.",
      source = "PyTorch nn.Embedding: AssertionError: Padding_idx must be within num_embeddings")
  default void err05_aPaddingIndexOutsideTheVocabularyIsRefused(
      @ForAll(supplier = BadPaddingCases.class) Case<LookupExample> drawn) {
    judge(drawn, PaddingRefusalRules::badPaddingIndex);
  }

  /** The input has I features of the weight's type. */
  @Property(tries = 400)
  @Rule(
      id = "ERR-06",
      features = Feature.LINEAR,
      statement =
          "A linear input whose last extent is smaller or larger than I is refused, and so are"
              + " rank 0, integers, and a token id, in a recorded forward too; parameters and"
              + " the next result stay what they were.",
      source =
          "PyTorch nn.Linear: RuntimeError: mat1 and mat2 shapes cannot be multiplied;"
              + " pytorch/pytorch#62537")
  default void err06_aLinearInputOfTheWrongFormIsRefused(
      @ForAll(supplier = LinearCases.class) Case<LinearExample> drawn) {
    judge(drawn, LinearRefusalRules::inputs);
  }

  /** Nothing is broadcast into a parameter. */
  @Property(tries = 400)
  @Rule(
      id = "ERR-07",
      features = Feature.PARAMETERS,
      statement =
          "Weight or bias of the wrong shape is refused by assignment and construction, of a bag"
              + " too, never broadcast, and so are negative sizes; another element type should be.",
      source = "The suite's own rule: PyTorch's copy_ broadcasts")
  default void err07_parametersOfTheWrongFormAreRefused(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, ParameterRefusalRules::parameters);
  }

  /** A refusal has no effect. */
  @Property(tries = 400)
  @Rule(
      id = "ERR-08",
      features = {},
      statement =
          "After a refused call the layer's weight, gradient and next valid result are what"
              + " they would have been without it; so are both layers' results and gradients of a"
              + " tied pair.",
      source = "The suite's own rule, after PyTorch's behaviour without max_norm")
  default void err08_aRefusedCallLeavesNothingBehind(
      @ForAll(supplier = BadIndexCases.Any.class) Case<LookupExample> drawn) {
    judge(drawn, StateRefusalRules::nothingLost);
  }

  /** Nothing is broadcast into backward. */
  @Property(tries = 400)
  @Rule(
      id = "ERR-09",
      features = Feature.GRADIENT,
      statement =
          "An upstream gradient of the wrong shape is refused, of a bag too, one that could be"
              + " broadcast too, and adds nothing to the next gradient; one that could be summed"
              + " back to the output's shape should be.",
      source =
          "PyTorch torch.autograd.grad: Mismatch in shape; its C++ core alone sums an expanded"
              + " gradient back")
  default void err09_anUpstreamGradientOfTheWrongShapeIsRefused(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, UpstreamRefusalRules::upstreams);
  }

  /** A refusal helps. */
  @Property(tries = 1000)
  @Rule(
      id = "ERR-10",
      level = Level.SHOULD,
      features = Feature.LOOKUP,
      statement = "The message of a refused index names the index and the allowed range.",
      source = "The suite's own rule")
  default void err10_theMessageNamesTheIndexAndTheRange(
      @ForAll(supplier = BadIndexCases.Any.class) Case<LookupExample> drawn) {
    judge(drawn, LookupRefusalRules::helpfulMessage);
  }
}

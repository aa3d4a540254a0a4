package io.layertck.generate;

import static io.layertck.generate.TakenApart.parts;
import static io.layertck.generate.TakenApart.takesOtherTensors;
import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sequences are taken apart into the tensors of their layers and steps, and say them in words. */
class SequenceExampleTest {
  private static final HostTensor WEIGHT = ones(3, 2);
  private static final SequenceExample.Layer EMBEDDING =
      new SequenceExample.Layer(true, WEIGHT, null, 0L);
  private static final SequenceExample.Layer LINEAR =
      new SequenceExample.Layer(false, WEIGHT, ones(3), null);
  private static final HostTensor INDEX = HostTensor.of(new long[] {2}, 1);
  private static final String INDEX_TEXT = "int64[1]{2}";
  private static final String ONE_TEXT = "float32[1, 1]{1.0}";

  private static HostTensor ones(long... shape) {
    HostTensor tensor = HostTensor.zeros(DType.FLOAT32, shape);
    Arrays.fill((float[]) tensor.storage(), 1);
    return tensor;
  }

  private static SequenceExample of(Step... steps) {
    return new SequenceExample(List.of(EMBEDDING, LINEAR), false, 0, List.of(steps));
  }

  private static List<String> ofSteps(Step... steps) {
    return parts(of(steps)).subList(4, parts(of(steps)).size());
  }

  @Test
  void theTensorsOfLayersStandFirst() {
    assertThat(parts(of()))
        .containsExactly(
            "weight of layer 0 [rows of layer 0 0, columns of layer 0 0]",
            "padding_idx of layer 0 [] OPTION of rows of layer 0",
            "weight of layer 1 [rows of layer 1 0, columns of layer 1 0]",
            "bias of layer 1 [rows of layer 1 0]");
    takesOtherTensors(of());
  }

  @Test
  void theHeadOfATiedPairHasNoWeightOfItsOwn() {
    SequenceExample tied =
        new SequenceExample(
            List.of(EMBEDDING, LINEAR), true, 0, List.of(new Step.Forward(1, ones(1, 2))));

    assertThat(parts(tied))
        .containsExactly(
            "weight of layer 0 [rows of layer 0 0, columns of layer 0 0]",
            "padding_idx of layer 0 [] OPTION of rows of layer 0",
            "bias of layer 1 [rows of layer 0 0]",
            "input of step 1 [input rows of step 1 0, columns of layer 0 0]");
    takesOtherTensors(tied);
    SequenceExample taken =
        tied.with(tied.parts().stream().map(Part::tensor).map(HostTensor::copy).toList());
    assertThat(taken.layers().get(1).weight()).isSameAs(taken.layers().get(0).weight());
    assertThat(taken.layers().get(0).weight()).isNotSameAs(WEIGHT);
  }

  @Test
  void forwardsAndBackwardsShareTheSizesOfTheirLayer() {
    assertThat(
            ofSteps(
                new Step.Forward(0, INDEX),
                new Step.Forward(1, ones(1, 2)),
                new Step.Backward(0, INDEX, ones(1, 2)),
                new Step.Backward(1, ones(1, 2), ones(1, 3))))
        .containsExactly(
            "indices of step 1 [indices of step 1 0] INDICES of rows of layer 0",
            "input of step 2 [input rows of step 2 0, columns of layer 1 0]",
            "indices of step 3 [indices of step 3 0] INDICES of rows of layer 0",
            "upstream gradient of step 3 [indices of step 3 0, columns of layer 0 0]",
            "input of step 4 [input rows of step 4 0, columns of layer 1 0]",
            "upstream gradient of step 4 [input rows of step 4 0, rows of layer 1 0]");
  }

  @Test
  void overlappingPassesHaveTheTensorsOfBoth() {
    assertThat(
            ofSteps(
                new Step.Overlap(
                    new Step.Backward(0, INDEX, ones(1, 2)),
                    new Step.Backward(1, ones(1, 2), ones(1, 3)),
                    true)))
        .containsExactly(
            "indices of the first pass of step 1 [indices of the first pass of step 1 0]"
                + " INDICES of rows of layer 0",
            "upstream gradient of the first pass of step 1"
                + " [indices of the first pass of step 1 0, columns of layer 0 0]",
            "input of the second pass of step 1"
                + " [input rows of the second pass of step 1 0, columns of layer 1 0]",
            "upstream gradient of the second pass of step 1"
                + " [input rows of the second pass of step 1 0, rows of layer 1 0]");
  }

  @Test
  void whatIsRefusedHasSizesOfItsOwnWhereItIsWrong() {
    assertThat(
            ofSteps(
                new Step.RefusedForward(0, INDEX),
                new Step.RefusedForward(1, ones(1, 3)),
                new Step.RefusedBackward(0, INDEX, ones(1, 3)),
                new Step.RefusedBackward(1, ones(1, 2), ones(1, 4)),
                new Step.RefusedAssign(1, 0, ones(1, 3))))
        .containsExactly(
            "indices of step 1 [indices of step 1 0] INDICES of rows of layer 0",
            "input of step 2 [input rows of step 2 0, columns of the input of step 2 0]",
            "indices of step 3 [indices of step 3 0] INDICES of rows of layer 0",
            "upstream gradient of step 3"
                + " [indices of step 3 0, columns of the upstream gradient of step 3 0]",
            "input of step 4 [input rows of step 4 0, columns of layer 1 0]",
            "upstream gradient of step 4"
                + " [input rows of step 4 0, columns of the upstream gradient of step 4 0]",
            "rows of step 5 [extents of step 5 0, extents of step 5 1]");
  }

  @Test
  void aWholeWeightAndABiasShrinkWithTheirLayerAndSomeRowsByColumnsAlone() {
    assertThat(
            ofSteps(
                new Step.Assign(1, "weight", 0, WEIGHT),
                new Step.Assign(1, "weight", 0, ones(1, 2)),
                new Step.Assign(1, "weight", 1, ones(2, 2)),
                new Step.Assign(1, "bias", 0, ones(3))))
        .containsExactly(
            "rows of step 1 [rows of layer 1 0, columns of layer 1 0]",
            "rows of step 2 [rows of step 2 0, columns of layer 1 0]",
            "rows of step 3 [rows of step 3 0, columns of layer 1 0]",
            "bias of step 4 [rows of layer 1 0]");
  }

  private static final Step[] ALL = {
    new Step.Forward(0, INDEX),
    new Step.Backward(1, ones(1, 1), ones(1, 1)),
    new Step.Overlap(
        new Step.Backward(0, INDEX, ones(1, 1)), new Step.Backward(1, ones(1, 1), INDEX), false),
    new Step.Overlap(
        new Step.Backward(0, INDEX, ones(1, 1)), new Step.Backward(1, ones(1, 1), INDEX), true),
    new Step.Assign(1, "weight", 2, ones(1, 1)),
    new Step.ZeroGradients(0),
    new Step.Optimize(1),
    new Step.RefusedForward(0, INDEX),
    new Step.RefusedBackward(1, ones(1, 1), ones(1, 1)),
    new Step.RefusedAssign(1, 3, ones(1, 1)),
    new Step.Save(0),
    new Step.Load(0),
    new Step.Copy(1),
  };

  @Test
  void everyStepTakesOtherTensorsAndStaysWhatItIs() {
    SequenceExample all = of(ALL);

    SequenceExample changed =
        all.with(all.parts().stream().map(Part::tensor).map(HostTensor::copy).toList());

    takesOtherTensors(all);
    assertThat(changed.describe()).isEqualTo(all.describe());
    assertThat(changed.layers().get(0).paddingIdx()).isZero();
  }

  @Test
  void everyStepSaysItselfInWords() {
    String overlap =
        ", of: backward of layer 0 on "
            + INDEX_TEXT
            + " with upstream "
            + ONE_TEXT
            + ", and backward of layer 1 on "
            + ONE_TEXT
            + " with upstream "
            + INDEX_TEXT;

    assertThat(Arrays.stream(ALL).map(Step::describe))
        .containsExactly(
            "forward of layer 0 on " + INDEX_TEXT,
            "backward of layer 1 on " + ONE_TEXT + " with upstream " + ONE_TEXT,
            "both forwards, and then both backwards" + overlap,
            "both forwards, and then both backwards in the other order" + overlap,
            "assign " + ONE_TEXT + " to the weight of layer 1 from row 2",
            "zeroGradients of layer 0",
            "step of the optimiser of layer 1",
            "refused forward of layer 0 on " + INDEX_TEXT,
            "refused backward of layer 1 on " + ONE_TEXT + " with upstream " + ONE_TEXT,
            "refused assignment of " + ONE_TEXT + " to the weight of layer 1 from row 3",
            "save of layer 0",
            "load of layer 0",
            "copy of layer 1");
    assertThat(ALL[2].layer()).isZero();
    assertThat(
            new Step.Overlap(
                    new Step.Backward(1, INDEX, INDEX), new Step.Backward(0, INDEX, INDEX), true)
                .layer())
        .isOne();
  }

  @Test
  void aSequenceSaysItsLayersAndNumbersItsSteps() {
    SequenceExample.Layer embedding = new SequenceExample.Layer(true, ones(1, 1), null, -1L);
    SequenceExample.Layer linear = new SequenceExample.Layer(false, ones(1, 1), ones(1), null);
    Step[] steps = {new Step.Save(0), new Step.Load(0)};
    String layers =
        "layer 0: embedding with weight "
            + ONE_TEXT
            + " and padding_idx -1; layer 1: linear with weight "
            + ONE_TEXT
            + " and bias float32[1]{1.0}";
    String words = "; steps: 1. save of layer 0; 2. load of layer 0";

    assertThat(new SequenceExample(List.of(embedding, linear), false, 0, List.of(steps)).describe())
        .isEqualTo(layers + words);
    assertThat(new SequenceExample(List.of(embedding, linear), true, 1, List.of(steps)).describe())
        .isEqualTo(layers + "; the two layers are a tied pair; momentum 1.0" + words);
    assertThat(of(steps).sequence(1)).isEqualTo("1. save of layer 0");
  }

  @Test
  void theLastLayerCanBeLeftOutWhereNothingIsDoneWithIt() {
    SequenceExample idle = of(new Step.Save(0));

    assertThat(idle.omissions())
        .containsExactly(
            new Omission(
                "layer 1", new SequenceExample(List.of(EMBEDDING), false, 0, idle.steps())));
    assertThat(of(new Step.Save(1)).omissions()).isEmpty();
    assertThat(new SequenceExample(List.of(EMBEDDING), false, 0, List.of()).omissions()).isEmpty();
    assertThat(new SequenceExample(List.of(EMBEDDING, LINEAR), true, 0, List.of()).omissions())
        .isEmpty();
  }
}

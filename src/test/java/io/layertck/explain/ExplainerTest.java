package io.layertck.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layertck.contract.Contract;
import io.layertck.contract.EmbeddingForwardContract;
import io.layertck.contract.LinearForwardContract;
import io.layertck.contract.PaddingContract;
import io.layertck.contract.RuleBroken;
import io.layertck.generate.Layout;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.TensorFill;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final HostTensor TABLE =
      HostTensor.of(new float[] {3, -2, 7, 4, -5, 6, 9, 8}, 4, 2);

  private static RuleBroken explained(ThrowingCallable rule) {
    return Explainer.explain(catchThrowableOfType(RuleBroken.class, rule), new PlainSubject());
  }

  private static RuleBroken ofRows(Subject subject, LookupExample example) {
    EmbeddingForwardContract layer = () -> subject;
    return explained(() -> layer.emb02_everyRowIsTheWeightRowBitForBit(claims -> example));
  }

  private static LookupExample lookup(HostTensor weight, HostTensor indices) {
    return new LookupExample(
        EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype()), weight, indices);
  }

  /** A layer whose output is zeros for some inputs, and on some of its calls. */
  private static LayerUnderTest<HostTensor> zeroing(
      LayerUnderTest<HostTensor> layer, Predicate<HostTensor> inputs, IntPredicate calls) {
    AtomicInteger call = new AtomicInteger();
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(HostTensor input) {
        HostTensor output = inner.forward(input).read();
        return calls.test(call.incrementAndGet()) && inputs.test(input)
            ? HostTensor.zeros(output.dtype(), output.shape())
            : output;
      }
    };
  }

  private static LayerUnderTest<HostTensor> zeroing(
      LayerUnderTest<HostTensor> layer, boolean always) {
    return always ? zeroing(layer, input -> true, call -> true) : layer;
  }

  @Test
  void theSimplestExampleHasOneRowOneColumnAndTheNumberOne() {
    Subject subject = AlteredSubject.ofEmbeddings((start, layer) -> zeroing(layer, true));

    RuleBroken broken =
        ofRows(subject, lookup(TABLE, HostTensor.of(new long[] {2, 0, 2, 3}, 2, 2)));

    assertThat(broken.example())
        .isEqualTo("V=1, D=1, weight float32[1, 1]{1.0}, indices int64[1]{0}");
    assertThat(broken.finding())
        .isEqualTo(
            "column 0 of the output row for index 0 (position [0]) is 0.0, expected 1.0: the output"
                + " row is all zeros");
    assertThat(broken.trial().example().numbers()).isEqualTo(2);
    assertThat(broken.explanation()).isEmpty();
  }

  @Test
  void theSizeFromWhichItFailsIsFoundWithItsRightNeighbour() {
    Subject subject =
        AlteredSubject.ofEmbeddings(
            (start, layer) -> zeroing(layer, input -> input.size() >= 17, call -> true));

    RuleBroken broken = ofRows(subject, lookup(TABLE, HostTensor.of(new long[40], 40)));

    assertThat(broken.explanation()).containsExactly("fails from 17 indices; 16 is right");
    assertThat(broken).hasMessageEndingWith("  it fails from 17 indices; 16 is right");
  }

  @Test
  void aRangeOfSizesHasTwoRightNeighbours() {
    Subject subject =
        AlteredSubject.ofEmbeddings(
            (start, layer) ->
                zeroing(layer, input -> input.size() >= 9 && input.size() < 16, call -> true));

    RuleBroken broken = ofRows(subject, lookup(TABLE, HostTensor.of(new long[12], 12)));

    assertThat(broken.explanation())
        .containsExactly("fails from 9 indices, up to 15; 8 and 16 are right");
  }

  @Test
  void paddedPositionsAreCounted() {
    Subject subject =
        AlteredSubject.ofEmbeddings((start, layer) -> new TrainedPadding(layer, 0, 769));
    long[] indices = new long[3080];
    Arrays.fill(indices, 1000, 1007, 1);
    LookupExample lookup = lookup(TABLE, HostTensor.of(indices, indices.length));
    HostTensor upstream = HostTensor.zeros(DType.FLOAT32, indices.length, 2);
    Arrays.fill((float[]) upstream.storage(), 3);
    LookupGradientExample example =
        new LookupGradientExample(lookup.withConfig(lookup.config().withPaddingIdx(0)), upstream);
    PaddingContract layer = () -> subject;

    RuleBroken broken = explained(() -> layer.pad03_thePaddingRowHasNoGradient(claims -> example));

    assertThat(broken.explanation()).contains("fails from 769 padded positions; 768 is right");
  }

  @Test
  void theLayoutOnWhichItDependsIsNamed() {
    Subject subject =
        AlteredSubject.ofLinears(
            (start, layer) ->
                zeroing(
                    layer, TensorFill.layoutOf(start.parameter("weight")) == Layout.TRANSPOSED));
    LinearExample example =
        new LinearExample(
            new LinearConfig(2, 4, false, DType.FLOAT32),
            TensorFill.placed(TABLE, Layout.TRANSPOSED),
            null,
            HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2));
    LinearForwardContract layer = () -> subject;

    RuleBroken broken =
        explained(
            () -> layer.lin02_theOutputIsInputTimesWeightTransposedPlusBias(claims -> example));

    assertThat(broken.explanation())
        .contains(
            "fails only when the weight is transposed; contiguous, every second element of an"
                + " array, a slice of a wider matrix and offset into an array are right");
  }

  @Test
  void theCallOnWhichItDependsIsNamed() {
    Subject subject =
        AlteredSubject.ofEmbeddings(
            (start, layer) -> zeroing(layer, input -> true, call -> call == 2));
    EmbeddingForwardContract layer = () -> subject;
    LookupExample example = lookup(TABLE, HostTensor.of(new long[] {2, 0}, 2));

    RuleBroken broken =
        explained(() -> layer.emb04_aRowDoesNotDependOnItsPosition(claims -> example));

    assertThat(broken.explanation())
        .contains(
            "fails only on the second call of forward: made on a new layer with the same"
                + " parameters, that call is right");
  }

  @Test
  void theIndexTypeOnWhichItDependsIsNamed() {
    Subject subject =
        AlteredSubject.ofEmbeddings(
            (start, layer) -> zeroing(layer, input -> input.dtype() == DType.INT32, call -> true));

    RuleBroken broken = ofRows(subject, lookup(TABLE, HostTensor.of(new int[] {2, 0}, 2)));

    assertThat(broken.explanation())
        .containsExactly("fails only for int32 indices; int64 is right");
  }

  @Test
  void theElementTypeOnWhichItDependsIsNamed() {
    Subject subject =
        AlteredSubject.ofEmbeddings(
            (start, layer) -> zeroing(layer, start.parameter("weight").dtype() == DType.FLOAT16));

    RuleBroken broken =
        ofRows(subject, lookup(TABLE.to(DType.FLOAT16), HostTensor.of(new long[] {2, 0}, 2)));

    assertThat(broken.explanation())
        .containsExactly("fails only in float16; float64, float32 and bfloat16 are right");
  }

  @Test
  void aFailureThatComesAndGoesIsCalledSo() {
    AtomicInteger made = new AtomicInteger();
    Subject subject =
        AlteredSubject.ofEmbeddings(
            (start, layer) -> zeroing(layer, made.incrementAndGet() % 2 == 1));
    EmbeddingForwardContract layer = () -> subject;
    LookupExample example = lookup(TABLE, HostTensor.of(new long[] {2}, 1));
    RuleBroken first =
        catchThrowableOfType(
            RuleBroken.class, () -> layer.emb02_everyRowIsTheWeightRowBitForBit(claims -> example));
    made.set(0);

    RuleBroken broken = Explainer.explain(first, new PlainSubject());

    assertThat(broken.explanation())
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .matches(
                        "failed in [012] of 3 runs on the same example"
                            + "|does not fail each time it is run on the same example"));
  }

  /** Here no layer passes on a table of zeros, so that zeros accuse nobody. */
  @Test
  void anExampleThatNoCorrectLayerPassesIsNotTaken() {
    Subject subject = AlteredSubject.ofEmbeddings((start, layer) -> zeroing(layer, true));
    Contract layer = () -> subject;
    LookupExample example = lookup(TABLE, HostTensor.of(new long[] {2}, 1));

    RuleBroken broken =
        explained(
            () ->
                layer.judge(
                    claims -> example,
                    (judged, driver) -> {
                      HostTensor output =
                          driver
                              .embedding(judged.config(), judged.start())
                              .forward(judged.indices());
                      boolean zero = Arrays.stream(output.widened()).allMatch(each -> each == 0);
                      return zero ? Judgement.broken("zeros") : Judgement.kept(1);
                    }));

    assertThat(broken.example())
        .isEqualTo("V=1, D=1, weight float32[1, 1]{1.0}, indices int64[1]{0}");
  }

  /** Adds one to the gradient of the padding row where enough positions are padded. */
  private static final class TrainedPadding extends Forwarding<HostTensor> {
    private final long row;
    private final int least;
    private long padded;

    TrainedPadding(LayerUnderTest<HostTensor> inner, long row, int least) {
      super(inner);
      this.row = row;
      this.least = least;
    }

    @Override
    public RecordedForward record(HostTensor input) {
      padded = Arrays.stream(input.longs()).filter(index -> index == row).count();
      return inner.record(input);
    }

    @Override
    public Gradient gradient(String name) {
      if (padded < least || !(inner.gradient(name) instanceof Gradient.Dense dense)) {
        return inner.gradient(name);
      }
      HostTensor changed = dense.value().read().copy();
      ((float[]) changed.storage())[(int) row * changed.extent(1)] += 1;
      return new Gradient.Dense(changed);
    }
  }
}

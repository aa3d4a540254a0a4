package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A correct subject that refuses what it declares is never accused. */
class LimitedSubjectTest {
  private static final int TRIES = 20;

  /** Rules of the other areas make nothing that has a fan-in. */
  private static final RuleSelection WITH_A_LINEAR_LAYER =
      new RuleSelection(
          "CAP-*,CON-*,EMB-09,EQV-*,ERR-*,INI-*,LGR-*,LIN-*,OPT-*,PAD-*,SEQ-*,STA-*,TIE-*");

  private boolean recording;

  /** A layer that takes some inputs only, and one recorded forward in the whole process. */
  private final class Limited extends Forwarding<HostTensor> {
    private final Predicate<HostTensor> taken;

    Limited(LayerUnderTest<HostTensor> inner, Predicate<HostTensor> taken) {
      super(inner);
      this.taken = taken;
    }

    @Override
    public TensorHandle forward(HostTensor input) {
      requireTaken(input);
      return super.forward(input);
    }

    @Override
    public RecordedForward record(HostTensor input) {
      requireTaken(input);
      if (recording) {
        throw new IllegalStateException("a forward is already being recorded");
      }
      RecordedForward pass = super.record(input);
      recording = true;
      return new ForwardingRecord(pass) {
        @Override
        public void close() {
          recording = false;
        }
      };
    }

    private void requireTaken(HostTensor input) {
      if (!taken.test(input)) {
        throw new IllegalArgumentException("not taken: " + input);
      }
    }
  }

  private final class LimitedSubject implements Subject {
    private final PlainSubject inner = new PlainSubject();

    @Override
    public String name() {
      return "limited";
    }

    @Override
    public Claims claims() {
      Set<Feature> features = EnumSet.copyOf(inner.claims().features());
      features.remove(Feature.OVERLAPPING_PASSES);
      features.remove(Feature.TYPED_REFUSALS);
      features.remove(Feature.STRIDED);
      return new Claims(features, EnumSet.of(DType.FLOAT32), inner.claims().limits())
          .limitedBy(Limit.LINEAR_RANK_TWO_ONLY, "tested here")
          .limitedBy(Limit.INDEX_RANK_ONE_ONLY, "tested here")
          .limitedBy(Limit.NO_EMPTY_INPUT, "tested here")
          .limitedBy(Limit.NO_ZERO_SIZES, "tested here");
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return new Limited(inner.embedding(config, start), LimitedSubjectTest::isIndexVector);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return new Limited(inner.linear(config, start), LimitedSubjectTest::isMatrix);
    }

    @Override
    public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
      return inner.embeddingBag(config, start);
    }

    @Override
    public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
      Tied pair = inner.tied(config, bias, start);
      return new Tied(
          new Limited(pair.embedding(), LimitedSubjectTest::isIndexVector),
          new Limited(pair.head(), LimitedSubjectTest::isMatrix),
          pair.whole());
    }
  }

  /** As the C++ front end of PyTorch, whose initialisation divides by the fan-in. */
  private static final class WithoutZeroFanIn implements Subject {
    private final PlainSubject inner = new PlainSubject();

    @Override
    public String name() {
      return "without zero fan-in";
    }

    @Override
    public Claims claims() {
      return inner.claims().limitedBy(Limit.NO_ZERO_FAN_IN, "tested here");
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return inner.embedding(config, start);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      requireFanIn(config.inFeatures());
      return inner.linear(config, start);
    }

    @Override
    public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
      return inner.embeddingBag(config, start);
    }

    @Override
    public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
      requireFanIn(config.embeddingDim());
      return inner.tied(config, bias, start);
    }

    private static void requireFanIn(long inFeatures) {
      if (inFeatures == 0) {
        throw new IllegalArgumentException("not taken: a fan-in of 0");
      }
    }
  }

  private static boolean isIndexVector(HostTensor indices) {
    return indices.rank() == 1 && indices.size() > 0;
  }

  private static boolean isMatrix(HostTensor input) {
    return input.rank() == 2 && input.size() > 0;
  }

  @Test
  void noRuleIsBroken() {
    requireKept(new LimitedSubject(), RuleSelection.ALL, 60);
  }

  @Test
  void noRuleIsBrokenWithoutZeroFanIn() {
    requireKept(new WithoutZeroFanIn(), WITH_A_LINEAR_LAYER, 50);
  }

  @Test
  void zeroFanInIsTheOnlyThingThatIsLeftOut() {
    Claims claims = new WithoutZeroFanIn().claims();

    assertThat(claims.coversFanIn(0)).isFalse();
    assertThat(claims.coversFanIn(1)).isTrue();
    assertThat(new PlainSubject().claims().coversFanIn(0)).isTrue();
  }

  private static void requireKept(Subject subject, RuleSelection rules, int atLeast) {
    List<JournalEntry> journal = new ArrayList<>();

    InProcessRun.execute(subject, new RunSettings(3, TRIES, rules, true), journal::add, id -> id);

    assertThat(journal)
        .filteredOn(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .hasSizeGreaterThan(atLeast)
        .allSatisfy(
            rule ->
                assertThat(rule.outcome())
                    .as(rule.toString())
                    .isIn(Outcome.KEPT, Outcome.KEPT_WITH_ADVISORY));
  }
}

package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.JournalEntry.RunRefused;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.SetUpException;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a subject throws is its failure; what the suite lacks is nobody's. */
class SubjectFailuresTest {
  @Test
  void anOutOfMemoryErrorIsAFailureOfTheRuleAndTheNextIsJudged() {
    assertThat(judged(new ThrowingFrom17Columns(() -> new OutOfMemoryError("planned"))))
        .filteredOn(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .hasSize(2)
        .allSatisfy(
            rule -> {
              assertThat(rule.outcome()).isEqualTo(Outcome.BROKEN);
              assertThat(rule.message())
                  .isEqualTo("forward of the embedding threw java.lang.OutOfMemoryError: planned");
              assertThat(rule.example()).contains("D=17");
            });
  }

  @Test
  void aStackOverflowIsAFailureOfTheRule() {
    assertThat(judged(new ThrowingFrom17Columns(SubjectFailuresTest::overflow)))
        .filteredOn(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .hasSize(2)
        .allSatisfy(
            rule ->
                assertThat(rule.message())
                    .isEqualTo("forward of the embedding threw java.lang.StackOverflowError"));
  }

  @Test
  void aModelThatIsMissingRefusesTheRun() {
    List<JournalEntry> journal = judged(new MissingModel());

    assertThat(journal).noneMatch(RuleFinished.class::isInstance);
    assertThat(journal)
        .filteredOn(RunRefused.class::isInstance)
        .map(RunRefused.class::cast)
        .isNotEmpty()
        .allSatisfy(
            refused -> {
              assertThat(refused.message()).isEqualTo("the model is missing: export it");
              assertThat(refused.details()).contains("SetUpException").contains("\tat ");
            });
  }

  private static List<JournalEntry> judged(Subject subject) {
    List<JournalEntry> journal = new ArrayList<>();
    RunSettings settings = new RunSettings(7, 300, new RuleSelection("EMB-01,EMB-02"), true);
    InProcessRun.execute(subject, settings, journal::add, id -> "run " + id);
    return journal;
  }

  @SuppressWarnings("InfiniteRecursion") // It is to overflow.
  private static Error overflow() {
    return overflow();
  }

  private record ThrowingFrom17Columns(Supplier<Error> failure) implements Subject {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public Claims claims() {
      return new PlainSubject().claims();
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return new Forwarding<>(new PlainSubject().embedding(config, start)) {
        @Override
        public TensorHandle forward(HostTensor indices) {
          if (config.embeddingDim() >= 17) {
            throw failure.get();
          }
          return inner.forward(indices);
        }
      };
    }
  }

  /** Stands for a rule that misses its model: the suite asks for claims outside of the driver. */
  private static final class MissingModel implements Subject {
    private boolean running;

    @Override
    public String name() {
      return "missing model";
    }

    @Override
    public Claims claims() {
      if (running) {
        running = false;
        throw new SetUpException("the model is missing: export it");
      }
      return new PlainSubject().claims();
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      running = true;
      return new PlainSubject().embedding(config, start);
    }
  }
}

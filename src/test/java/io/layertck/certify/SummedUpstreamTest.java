package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The C++ core of PyTorch sums an expanded upstream gradient back: worth knowing, no failure. */
class SummedUpstreamTest {
  private static final class SummingSubject implements Subject {
    private final PlainSubject inner = new PlainSubject();

    @Override
    public String name() {
      return "summing";
    }

    @Override
    public Claims claims() {
      return Claims.of(Feature.LOOKUP, Feature.GRADIENT, Feature.PARAMETERS);
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return new Forwarding<>(inner.embedding(config, start)) {
        @Override
        public RecordedForward record(HostTensor input) {
          RecordedForward pass = super.record(input);
          return new ForwardingRecord(pass) {
            @Override
            public Gradient backward(HostTensor upstream) {
              return super.backward(summedTo(pass.output().read().shape(), upstream));
            }
          };
        }
      };
    }

    /** What it sums back does not matter: no more is said of a layer that takes it. */
    private static HostTensor summedTo(long[] shape, HostTensor upstream) {
      return expands(shape, upstream.shape()) ? HostTensor.zeros(DType.FLOAT32, shape) : upstream;
    }

    private static boolean expands(long[] shape, long[] wide) {
      int more = wide.length - shape.length;
      if (more < 0) {
        return false;
      }
      for (int axis = 0; axis < shape.length; axis++) {
        if (shape[axis] != 1 && shape[axis] != wide[more + axis]) {
          return false;
        }
      }
      return !Arrays.equals(shape, wide);
    }
  }

  @Test
  void err09AdvisesAgainstIt() {
    RuleFinished rule = run("ERR-09");

    assertThat(rule.outcome()).as(rule.toString()).isEqualTo(Outcome.KEPT_WITH_ADVISORY);
    assertThat(rule.message())
        .contains("an upstream gradient of float32[2, ")
        .contains("was not refused: the wrong shape was taken");
  }

  @Test
  void err08HoldsNoRefusalAgainstIt() {
    assertThat(run("ERR-08").outcome()).isEqualTo(Outcome.KEPT);
  }

  private static RuleFinished run(String rule) {
    List<JournalEntry> journal = new ArrayList<>();
    InProcessRun.execute(
        new SummingSubject(),
        new RunSettings(3, 300, new RuleSelection(rule), true),
        journal::add,
        id -> id);
    return journal.stream()
        .filter(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .findFirst()
        .orElseThrow();
  }
}

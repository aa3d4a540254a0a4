package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedKernelTest {
  private static final Kernel PACKING =
      Kernel.all().stream()
          .filter(kernel -> kernel.layout() == Kernel.WeightLayout.PACKED)
          .findFirst()
          .orElseThrow();

  private final PackedWeights packed = new PackedWeights();
  private final HostTensor input = HostTensor.of(new float[] {1, 2}, 1, 2);
  private final HostTensor weight = HostTensor.of(new float[] {3, 4}, 1, 2);
  private final LayerUnderTest<HostTensor> layer =
      new Watched(packed)
          .layer(
              new KernelSubject(PACKING)
                  .plain(packed)
                  .linear(
                      new LinearConfig(2, 1, false, DType.FLOAT32),
                      new Start.Given(Map.of("weight", weight))),
              false);

  @Test
  void theCopyIsUsedUntilTheWeightChanges() {
    layer.forward(input);
    layer.forward(input);
    assertThat(packed.uses()).isEqualTo(2);
    assertThat(packed.packings()).isEqualTo(1);
  }

  @Test
  void everyWayToChangeTheWeightDropsTheCopy() {
    HostTensor other = HostTensor.of(new float[] {5, 6}, 1, 2);
    dropsTheCopy(() -> layer.assign("weight", 0, other));
    dropsTheCopy(() -> layer.parameter("weight").write(other));
    dropsTheCopy(() -> layer.load(Map.of("weight", other)));
    dropsTheCopy(() -> layer.loadSafetensors(layer.safetensors()));
    dropsTheCopy(() -> layer.reset(1));
    dropsTheCopy(() -> layer.optimizer(new OptimizerConfig("SGD", Map.of("lr", 0.5))).step());
    dropsTheCopy(() -> layer.state().values().forEach(handle -> handle.write(other)));
  }

  private void dropsTheCopy(Runnable change) {
    layer.forward(input);
    int before = packed.packings();
    change.run();
    layer.forward(input);
    assertThat(packed.packings()).isEqualTo(before + 1);
  }

  @Test
  void aLayerThatKeepsAStaleCopyIsCaught() {
    RuleFinished found =
        RulesOnKernel.run(new StaleSubject(), 1, 50, new RuleSelection("LIN-11"))
            .values()
            .iterator()
            .next();
    assertThat(found.outcome()).as(found.toString()).isEqualTo(Outcome.BROKEN);
    assertThat(found.message()).startsWith("after assigning the whole weight, the output");
  }

  /** Packs and never looks again. */
  private static final class StaleSubject implements Subject {
    @Override
    public String name() {
      return "stale";
    }

    @Override
    public Claims claims() {
      return new PlainSubject().claims();
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return new PlainSubject().embedding(config, start);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return new KernelSubject(PACKING).plain(new PackedWeights()).linear(config, start);
    }
  }
}

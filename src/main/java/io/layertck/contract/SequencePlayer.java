package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.Driver;
import io.layertck.generate.SequenceExample;
import io.layertck.generate.Step;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plays the steps of a sequence on one layer and on its model, and compares the two. */
final class SequencePlayer {
  private final Driver driver;
  private final SequenceExample.Layer start;
  private final OptimizerConfig descent;
  private final double momentum;
  private final String name;

  private SequenceModel model;
  private DrivenLayer<HostTensor> layer;
  private @Nullable DrivenOptimizer optimizer;
  private Map<String, HostTensor> saved = Map.of();
  private Map<String, HostTensor> savedOfModel = Map.of();

  SequencePlayer(int number, SequenceExample.Layer start, double momentum, Driver driver) {
    this.driver = driver;
    this.start = start;
    this.momentum = momentum;
    this.descent = new OptimizerConfig("SGD", Map.of("lr", 1.0, "momentum", momentum));
    this.name = "layer " + number;
    this.model = new SequenceModel(start);
    this.layer = made(model.state());
  }

  private DType dtype() {
    return start.weight().dtype();
  }

  private DrivenLayer<HostTensor> made(Map<String, HostTensor> parameters) {
    int rows = start.weight().extent(0);
    int columns = start.weight().extent(1);
    if (!start.isEmbedding()) {
      return driver.linear(
          new LinearConfig(columns, rows, start.bias() != null, dtype()),
          new Start.Given(parameters));
    }
    EmbeddingConfig config = EmbeddingConfig.of(rows, columns, dtype());
    return driver.embedding(
        start.paddingIdx() == null ? config : config.withPaddingIdx(start.paddingIdx()),
        new Start.Given(parameters));
  }

  /** Plays one step and judges what it returns. */
  Judgement play(Step step) {
    if (step instanceof Step.Forward forward) {
      return output(layer.forward(forward.input()), forward.input());
    }
    if (step instanceof Step.Backward backward) {
      return backward(backward);
    }
    if (step instanceof Step.Assign assign) {
      layer.assign(assign.parameter(), assign.firstRow(), assign.rows());
      model.assign(assign.parameter(), assign.firstRow(), assign.rows());
      return played();
    }
    if (step instanceof Step.ZeroGradients) {
      layer.zeroGradients();
      model.zeroGradients();
      return played();
    }
    if (step instanceof Step.Optimize) {
      optimizer().step();
      model.step(momentum);
      return played();
    }
    if (step instanceof Step.Save) {
      return save();
    }
    if (step instanceof Step.Load) {
      layer.load(saved);
      model.load(savedOfModel);
      return played();
    }
    if (step instanceof Step.Copy) {
      return copy();
    }
    return refused(step);
  }

  private static Judgement played() {
    return Judgement.kept(1);
  }

  private Judgement output(HostTensor output, HostTensor input) {
    return number("the output of " + name, model.output(input)).judge(output);
  }

  private Expected number(String what, HostTensor value) {
    return Expected.numbers(what, value, dtype());
  }

  private Judgement backward(Step.Backward step) {
    DrivenGradient ofInput = layer.backward(step.input(), step.upstream());
    Judgement judgement =
        start.isEmbedding()
            ? played()
            : number("the input gradient of " + name, model.inputGradient(step.upstream()))
                .judge(ofInput.dense());
    model.backward(step.input(), step.upstream(), driver.claims().has(Feature.ACCUMULATION));
    return judgement;
  }

  private DrivenOptimizer optimizer() {
    DrivenOptimizer made = optimizer == null ? layer.optimizer(descent) : optimizer;
    optimizer = made;
    return made;
  }

  private Judgement save() {
    Map<String, HostTensor> state = new TreeMap<>(layer.state());
    state.replaceAll((key, value) -> value.copy());
    savedOfModel = model.state();
    saved = state;
    if (!state.keySet().equals(savedOfModel.keySet())) {
      return Judgement.broken(
          "the state of "
              + name
              + " has the names "
              + state.keySet()
              + ", expected "
              + savedOfModel.keySet());
    }
    Judgement judgement = played();
    for (Map.Entry<String, HostTensor> entry : savedOfModel.entrySet()) {
      judgement =
          judgement.and(
              number("the saved " + entry.getKey() + " of " + name, entry.getValue())
                  .judge(state.getOrDefault(entry.getKey(), entry.getValue())));
    }
    return judgement;
  }

  /** The new layer begins with other values, so that what is not taken over shows. */
  private Judgement copy() {
    Map<String, HostTensor> zeros = model.state();
    zeros.replaceAll((key, value) -> HostTensor.zeros(value.dtype(), value.shape()));
    Map<String, HostTensor> state = layer.state();
    DrivenLayer<HostTensor> copy = made(zeros);
    copy.load(state);
    layer = copy;
    model = model.copy();
    optimizer = null;
    return played();
  }

  private Judgement refused(Step step) {
    Runnable call;
    if (step instanceof Step.RefusedForward forward) {
      call = () -> layer.forward(forward.input());
    } else if (step instanceof Step.RefusedBackward backward) {
      call = () -> layer.backward(backward.input(), backward.upstream());
    } else if (step instanceof Step.RefusedAssign assign) {
      call = () -> layer.assign("weight", assign.firstRow(), assign.rows());
    } else {
      throw new IllegalArgumentException("a step of a new kind: " + step);
    }
    return RefusalRules.refused(
        driver, "the " + step.describe(), EnumSet.allOf(Refusal.class), call, () -> "it returned");
  }

  /** Judges everything the layer holds. */
  Judgement state() {
    Judgement judgement = new Judgement.NoEvidence("no parameter");
    for (String parameter : model.names()) {
      judgement =
          judgement.and(
              number("the " + parameter + " of " + name, model.parameter(parameter))
                  .judge(layer.parameter(parameter)));
      if (model.hasGradients()) {
        judgement = judgement.and(gradient(parameter));
      }
    }
    return judgement;
  }

  private Judgement gradient(String parameter) {
    HostTensor expected = model.gradient(parameter);
    DrivenGradient gradient = layer.gradient(parameter);
    // Zeroed gradients may be absent.
    HostTensor found =
        gradient instanceof DrivenGradient.None
            ? HostTensor.zeros(dtype(), expected.shape())
            : gradient.dense();
    return number("the " + parameter + " gradient of " + name, expected).judge(found);
  }
}

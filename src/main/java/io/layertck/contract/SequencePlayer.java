package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.SequenceExample;
import io.layertck.generate.Step;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays the steps of a sequence on one layer, or on a pair, and on its model, and compares the two.
 */
final class SequencePlayer {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private final Driver driver;
  private final int firstNumber;
  private final List<SequenceExample.Layer> layers;
  private final OptimizerConfig descent;
  private final double momentum;
  private final String name;

  private SequenceModel model;
  private PlayedModule module;
  private @Nullable DrivenOptimizer optimizer;
  private Map<String, HostTensor> saved = Map.of();
  private Map<String, HostTensor> savedOfModel = Map.of();

  /**
   * Makes the layers as they begin.
   *
   * @param firstNumber the number of the first of them in the sequence
   * @param layers one, or an embedding and a head that hold one weight
   */
  SequencePlayer(
      int firstNumber, List<SequenceExample.Layer> layers, double momentum, Driver driver) {
    this.driver = driver;
    this.firstNumber = firstNumber;
    this.layers = layers;
    this.momentum = momentum;
    this.descent = new OptimizerConfig("SGD", Map.of("lr", 1.0, "momentum", momentum));
    this.name = layers.size() > 1 ? "the pair" : nameOf(firstNumber);
    this.model = SequenceModel.of(layers);
    this.module = PlayedModule.of(layers, model.state(), driver);
  }

  /** Tells whether a layer is played here, given its number. */
  boolean plays(int number) {
    return number >= firstNumber && number < firstNumber + layers.size();
  }

  private static String nameOf(int number) {
    return "layer " + number;
  }

  private SequenceExample.Layer start(int number) {
    return layers.get(number - firstNumber);
  }

  private DrivenLayer<HostTensor> layer(int number) {
    return module.layers().get(number - firstNumber);
  }

  private DType dtype() {
    return layers.get(0).weight().dtype();
  }

  /** Plays one step, of this module alone, and judges what it returns. */
  Judgement play(Step step) {
    if (step instanceof Step.Forward forward) {
      return output(
          forward.layer(), forward.input(), layer(forward.layer()).forward(forward.input()));
    }
    if (step instanceof Step.Backward backward) {
      return trained(
          backward, layer(backward.layer()).backward(backward.input(), backward.upstream()));
    }
    if (step instanceof Step.Assign assign) {
      layer(assign.layer()).assign(assign.parameter(), assign.firstRow(), assign.rows());
      model.assign(assign.parameter(), assign.firstRow(), assign.rows());
      return played();
    }
    if (step instanceof Step.ZeroGradients) {
      module.layers().forEach(DrivenLayer::zeroGradients);
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
      module.load(saved);
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

  /** Runs the forward of a step that is to be followed by its backward. */
  DrivenPass record(Step.Backward step) {
    return layer(step.layer()).record(step.input());
  }

  /** Judges what the forward of a step returned. */
  Judgement output(Step.Backward step, DrivenPass pass) {
    return output(step.layer(), step.input(), pass.output());
  }

  /** Runs the backward of a step whose forward was run before, and judges what it returns. */
  Judgement backward(Step.Backward step, DrivenPass pass) {
    return trained(step, pass.backward(step.upstream()));
  }

  private Judgement output(int number, HostTensor input, HostTensor output) {
    return number("the output of " + nameOf(number), model.output(start(number), input))
        .judge(output);
  }

  private Expected number(String what, HostTensor value) {
    return Expected.numbers(what, value, dtype());
  }

  private Judgement trained(Step.Backward step, DrivenGradient ofInput) {
    SequenceExample.Layer start = start(step.layer());
    Judgement judgement =
        start.isEmbedding()
            ? played()
            : number(
                    "the input gradient of " + nameOf(step.layer()),
                    model.inputGradient(step.upstream()))
                .judge(ofInput.dense());
    model.backward(start, step.input(), step.upstream(), driver.claims().has(Feature.ACCUMULATION));
    return judgement;
  }

  private DrivenOptimizer optimizer() {
    DrivenOptimizer made = optimizer == null ? module.optimizer(descent) : optimizer;
    optimizer = made;
    return made;
  }

  private Judgement save() {
    Map<String, HostTensor> state = new TreeMap<>(module.state());
    state.replaceAll((key, value) -> value.copy());
    savedOfModel = model.state();
    saved = state;
    Map<String, HostTensor> expected = module.entries(savedOfModel);
    if (!state.keySet().equals(expected.keySet())) {
      return Judgement.broken(
          "the state of "
              + name
              + " has the names "
              + state.keySet()
              + ", expected "
              + expected.keySet());
    }
    Judgement judgement = played();
    for (Map.Entry<String, HostTensor> entry : expected.entrySet()) {
      judgement =
          judgement.and(
              number("the saved " + entry.getKey() + " of " + name, entry.getValue())
                  .judge(state.getOrDefault(entry.getKey(), entry.getValue())));
    }
    return judgement;
  }

  /** What is new begins with other values, so that what is not taken over shows. */
  private Judgement copy() {
    Map<String, HostTensor> zeros = model.state();
    zeros.replaceAll((key, value) -> HostTensor.zeros(value.dtype(), value.shape()));
    Map<String, HostTensor> state = module.state();
    PlayedModule copy = PlayedModule.of(layers, zeros, driver);
    copy.load(state);
    module = copy;
    model = model.copy();
    optimizer = null;
    return played();
  }

  private Judgement refused(Step step) {
    DrivenLayer<HostTensor> layer = layer(step.layer());
    Runnable call;
    if (step instanceof Step.RefusedForward forward) {
      call = () -> layer.forward(forward.input());
    } else if (step instanceof Step.RefusedBackward backward) {
      call = () -> layer.backward(backward.input(), backward.upstream());
    } else if (step instanceof Step.RefusedAssign assign) {
      call = () -> layer.assign(WEIGHT, assign.firstRow(), assign.rows());
    } else {
      throw new IllegalArgumentException("a step of a new kind: " + step);
    }
    return RefusalRules.refused(
        driver, "the " + step.describe(), EnumSet.allOf(Refusal.class), call, () -> "it returned");
  }

  /** Judges everything the layers hold. */
  Judgement state() {
    Judgement judgement = new Judgement.NoEvidence("no parameter");
    for (int number = firstNumber; plays(number); number++) {
      judgement = judgement.and(state(number, WEIGHT));
      if (start(number).bias() != null) {
        judgement = judgement.and(state(number, BIAS));
      }
    }
    return judgement;
  }

  private Judgement state(int number, String parameter) {
    Judgement judgement =
        number("the " + parameter + " of " + nameOf(number), model.parameter(parameter))
            .judge(layer(number).parameter(parameter));
    return model.hasGradient(parameter) ? judgement.and(gradient(number, parameter)) : judgement;
  }

  private Judgement gradient(int number, String parameter) {
    HostTensor expected = model.gradient(parameter);
    DrivenGradient gradient = layer(number).gradient(parameter);
    // Zeroed gradients may be absent.
    HostTensor found =
        gradient instanceof DrivenGradient.None
            ? HostTensor.zeros(dtype(), expected.shape())
            : gradient.dense();
    return number("the " + parameter + " gradient of " + nameOf(number), expected).judge(found);
  }
}

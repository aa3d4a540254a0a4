package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.TrainingCases;
import io.layertck.generate.TrainingExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules OPT: optimiser steps and gradient clipping. */
public interface OptimizerContract extends Contract {
  /** The formulas. */
  @Property(tries = 300)
  @Rule(
      id = "OPT-01",
      features = {Feature.OPTIMIZER},
      statement =
          "SGD with momentum, dampening, Nesterov's step and weight decay, Adam and AdamW follow"
              + " PyTorch's formulas and defaults step by step, and agree with the steps exported"
              + " from PyTorch: exactly on integers with a learning rate that is a power of two,"
              + " else within the error that the formula's own roundings allow; a step leaves the"
              + " gradient as it is, and layer and bag compute with the weight as it is, a bag"
              + " before a step too.",
      source = "PyTorch torch.optim.SGD, Adam, AdamW")
  default void opt01_everyStepFollowsItsFormula(
      @ForAll(supplier = TrainingCases.class) Case<TrainingExample> drawn) {
    judge(drawn, OptimizerRules::formulas);
  }

  /** Which rows move. */
  @Property(tries = 300)
  @Rule(
      id = "OPT-02",
      features = {Feature.OPTIMIZER, Feature.LOOKUP},
      statement =
          "Plain SGD moves only the rows looked up in that step; momentum and Adam keep rows of"
              + " earlier steps moving, and leave those never looked up; weight decay moves all;"
              + " SparseAdam leaves every row that was not looked up.",
      source = "PyTorch torch.optim.SGD, Adam, AdamW, SparseAdam")
  default void opt02_exactlyTheRightRowsMove(
      @ForAll(supplier = TrainingCases.Moving.class) Case<TrainingExample> drawn) {
    judge(drawn, MovingRowsRules::rows);
  }

  /** Gradients by rows. */
  @Property(tries = 200)
  @Rule(
      id = "OPT-03",
      features = {Feature.OPTIMIZER, Feature.SPARSE_GRADIENT, Feature.LOOKUP},
      statement =
          "A sparse gradient gives the plain SGD step that a dense one gives, exactly on integers;"
              + " SparseAdam sums the occurrences of a row before it squares, and follows PyTorch's"
              + " formula.",
      source = "PyTorch torch.optim.SGD, SparseAdam; ooples/AiDotNet#1526")
  default void opt03_occurrencesOfARowAreSummedBeforeTheStep(
      @ForAll(supplier = TrainingCases.ByRows.class) Case<TrainingExample> drawn) {
    judge(drawn, SparseStepRules::steps);
  }

  /** Clipping. */
  @Property(tries = 200)
  @Rule(
      id = "OPT-04",
      features = {Feature.OPTIMIZER},
      statement =
          "Clipping by norm scales all gradients by min(1, max / (norm + 1e-6)) and returns the"
              + " norm before, zero for zeros, which stay; clipping by value cuts every element"
              + " to [-max, max]; the next step uses the clipped gradients, and a new backward"
              + " after zeroing gives whole ones.",
      source = "PyTorch torch.nn.utils.clip_grad_norm_, clip_grad_value_")
  default void opt04_clippingScalesByTheTotalNormOrCutsEveryElement(
      @ForAll(supplier = TrainingCases.OneBatch.class) Case<TrainingExample> drawn) {
    judge(drawn, ClippingRules::clipping);
  }
}

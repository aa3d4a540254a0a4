package io.layertck.observe;

import io.layertck.generate.Regime;
import io.layertck.judge.BitJudge;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.Reference;
import io.layertck.oracle.onnx.ModelInput;
import io.layertck.oracle.onnx.OnnxModels;
import io.layertck.oracle.resource.UnusableResource;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs the exported models in two places and judges the results by what is demanded of a layer:
 * every bit where data are moved, every number where integers are added, the sum of both error
 * bounds where numbers are rounded.
 */
final class ModelComparison {
  private static final double[] NONE = {};

  /** From so many bits on the integers of the cases add up exactly. */
  private static final int INTEGER_BITS = 24;

  /** What a result passes through beside its sums: logarithms, divisions, a bias. */
  private static final int FURTHER_ROUNDINGS = 8;

  /** One over the smallest order of a norm that is exported. */
  private static final int MAX_NORM_ORDER = 2;

  /** With 5000 columns the results of so many rows would take seconds. */
  private static final int MANY_TERMS = 1000;

  private final OnnxModels models;
  private final Runs truth;
  private final String where;
  private final Runs beside;
  private final long seed;

  /** Runs models somewhere. */
  @FunctionalInterface
  interface Runs {
    List<HostTensor> run(String model, HostTensor... inputs);
  }

  /**
   * Prepares a comparison.
   *
   * @param models what is run
   * @param truth the first place
   * @param where the second, such as {@code "on CUDA"}
   * @param beside the second place
   */
  ModelComparison(OnnxModels models, Runs truth, String where, Runs beside, long seed) {
    this.models = models;
    this.truth = truth;
    this.where = where;
    this.beside = beside;
    this.seed = seed;
  }

  /**
   * Compares every model.
   *
   * @param wholly whether every operator of a model runs in the second place
   * @param found takes each model that agrees
   * @throws UnusableResource naming the models that do not, and how the first differs
   */
  void all(Predicate<String> wholly, Consumer<Observation> found) {
    List<String> differing = new ArrayList<>();
    String first = "";
    for (String model : models.names().stream().sorted().toList()) {
      Judgement judgement = compare(model);
      if (judgement instanceof Judgement.Broken broken) {
        first = differing.isEmpty() ? broken.message() : first;
        differing.add(model);
      } else {
        found.accept(
            new ModelAgreement(
                model, wholly.test(model), cases(model).size(), judgement.evidence()));
      }
    }
    if (!differing.isEmpty()) {
      throw new UnusableResource(
          "the ground truth is not to be trusted: "
              + where
              + " "
              + differing.size()
              + " of "
              + models.names().size()
              + " exported models give other results than on the CPU: "
              + String.join(", ", differing)
              + "; "
              + first);
    }
  }

  /** Compares one model on all its cases. */
  Judgement compare(String model) {
    Judgement judgement = new Judgement.NoEvidence("no case");
    for (ModelCase each : cases(model)) {
      List<HostTensor> expected = truth.run(model, each.arguments());
      List<HostTensor> actual = beside.run(model, each.arguments());
      for (int output = 0; output < expected.size(); output++) {
        Judgement found = judge(model, each, output, actual.get(output), expected.get(output));
        if (found instanceof Judgement.Broken broken) {
          return Judgement.broken(model + ", " + each + ": " + broken.message());
        }
        judgement = judgement.and(found);
      }
    }
    return judgement;
  }

  private List<ModelCase> cases(String model) {
    List<ModelInput> inputs = models.inputs(model);
    boolean exact =
        family(model).comparison() == ModelFamily.Comparison.SUMS
            && inputs.stream()
                .map(ModelInput::dtype)
                .filter(DType::isFloating)
                .allMatch(dtype -> dtype.precision() >= INTEGER_BITS);
    List<ModelCase> cases =
        ModelCase.of(
            inputs,
            seed,
            exact ? List.of(Regime.SMALL_INTEGERS, Regime.GAUSSIAN) : List.of(Regime.GAUSSIAN));
    return family(model).comparison() == ModelFamily.Comparison.OWN_WEIGHT
        ? cases.stream().filter(each -> each.terms() < MANY_TERMS).toList()
        : cases;
  }

  private Judgement judge(
      String model, ModelCase drawn, int output, HostTensor actual, HostTensor expected) {
    String what = "result " + output;
    ElementName element = coordinates -> what + Arrays.toString(coordinates) + " " + where;
    ModelFamily family = family(model);
    if (expected.size() == 0 || family.comparison() == ModelFamily.Comparison.BITS) {
      return BitJudge.judge(what, element, actual, expected);
    }
    if (drawn.regime() == Regime.SMALL_INTEGERS) {
      return NumberJudge.judge(what, element, actual, expected, expected.dtype());
    }
    HostTensor[] inputs = drawn.arguments();
    List<HostTensor> magnitudes =
        switch (family.comparison()) {
          case CROSS_ENTROPY ->
              ModelMagnitudes.ofCrossEntropy(
                  truth, inputs, family == ModelFamily.CROSS_ENTROPY_MEAN);
          case OWN_WEIGHT -> ModelMagnitudes.ofOwnWeight(truth, family, inputs[0]);
          case SELECTED_SUMS -> ModelMagnitudes.ofSelectedSums(expected, inputs);
          case FORMULA -> ModelMagnitudes.ofFormula(expected, output, inputs);
          case FORMULA_OF_SUMS -> ModelMagnitudes.ofFormulaOfSums(expected, output, inputs);
          case SUMS, BITS -> ModelMagnitudes.ofSums(truth, model, inputs);
        };
    ErrorBound bound = ErrorBound.of(expected.dtype());
    return BoundJudge.judgeAgainst(
        what,
        actual,
        bound,
        "the CPU",
        expected,
        bound,
        reference(expected, magnitudes.get(output), terms(family, drawn)),
        element);
  }

  private static int terms(ModelFamily family, ModelCase drawn) {
    return drawn.terms() + furtherTerms(family, drawn) + FURTHER_ROUNDINGS;
  }

  private static int furtherTerms(ModelFamily family, ModelCase drawn) {
    if (family == ModelFamily.CLIPPING) {
      // A norm sums the squares of all elements.
      return drawn.inputs().stream().mapToInt(HostTensor::size).sum();
    }
    if (family == ModelFamily.MAX_NORM) {
      // The norm of order 1/2 of a row squares a sum, and with it the error of every term.
      return MAX_NORM_ORDER * drawn.sizes().getOrDefault("embedding_dim", 0);
    }
    // What a model holds itself has no named dimension.
    return family.comparison() == ModelFamily.Comparison.OWN_WEIGHT
        ? ModelMagnitudes.ARTICLE_DIMENSION
        : 0;
  }

  private static Reference reference(HostTensor value, HostTensor magnitude, int terms) {
    double[] sizes = magnitude.widened();
    int[] counts = new int[sizes.length];
    Arrays.fill(counts, terms);
    return new Reference(value.shape(), value.widened(), NONE, sizes, terms, counts, NONE);
  }

  private static ModelFamily family(String model) {
    return ModelFamily.of(model)
        .orElseThrow(
            () -> new IllegalArgumentException("nobody knows how to compare the model " + model));
  }
}

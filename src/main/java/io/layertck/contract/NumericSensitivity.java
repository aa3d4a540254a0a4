package io.layertck.contract;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest deviations that the rules on numbers detect.
 *
 * <p>In one case a deviation is certain to be rejected from a size on that follows from the bound
 * of every element and the limit of the variance gate ("The componentwise bound" and "The two gates
 * over a case" of the suite's numerics), whatever correct kernel it is added to; {@link
 * NumericRule} says what follows for a run.
 *
 * <p>Of the rules that compare exact integers those are here from which many others differ by
 * layouts, sizes or calls alone: any change of a result that every order gives is seen, and a
 * factor from half a unit in the last place on.
 */
final class NumericSensitivity {
  static final String SCALED = "all outputs, relative";

  private NumericSensitivity() {}

  /** Returns what a subject claims whose deviations are computed here. */
  static Claims claims(DType dtype) {
    return Claims.of(
            Feature.LOOKUP,
            Feature.LINEAR,
            Feature.PARAMETERS,
            Feature.BIAS,
            Feature.GRADIENT,
            Feature.ACCUMULATION,
            Feature.SUBNORMALS,
            Feature.PADDING,
            Feature.MAX_NORM,
            Feature.FREQ_SCALING,
            Feature.SPARSE_GRADIENT,
            Feature.TYING,
            Feature.BAG,
            Feature.OPTIMIZER,
            Feature.STATE,
            Feature.SAFETENSORS,
            Feature.INIT,
            Feature.SEEDS)
        .at(dtype);
  }

  /** Returns the rules, of a subject of one type. */
  static List<NumericRule<?>> rules(DType dtype) {
    List<NumericRule<?>> rules = new ArrayList<>(LinearSensitivity.rules(dtype));
    rules.addAll(LookupSensitivity.rules());
    rules.addAll(BagSensitivity.rules());
    rules.addAll(MaxNormSensitivity.rules());
    rules.addAll(TiedSensitivity.rules());
    rules.addAll(OptimizerSensitivity.rules());
    rules.addAll(ComputationSensitivity.rules());
    return rules;
  }

  static List<Sensitivity> of(DType dtype) {
    Claims claims = claims(dtype);
    List<Sensitivity> all = new ArrayList<>();
    rules(dtype).forEach(rule -> all.addAll(rule.sensitivities(dtype, claims)));
    all.addAll(LinearSensitivity.ofEdges(dtype, claims));
    return all;
  }
}

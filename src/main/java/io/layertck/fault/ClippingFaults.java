package io.layertck.fault;

import static io.layertck.fault.Fault.made;
import static io.layertck.fault.OptimizerFaults.hasBias;
import static io.layertck.fault.OptimizerFaults.stepping;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingOptimizer;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clippings of gradients by another formula. */
final class ClippingFaults {
  /** What {@code torch.nn.utils.clip_grad_norm_} adds to a norm. */
  private static final double NORM_EPSILON = 1e-6;

  private ClippingFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "clippingDividesZeroByItsNorm",
            "OPT-04",
            "zeros before clipNorm(1),",
            Defect.ofLinears(ClippedZeros::new)),
        made(
            "factorOfClippingStays",
            "OPT-04",
            "it is as if it were clipped before",
            Defect.ofLinears(ClippedEverAfter::new)),
        made(
            "eachGradientIsClippedByItsOwnNorm",
            "OPT-04",
            "it was scaled by its own norm, not by that of all gradients together",
            Defect.ofLayers(layer -> new Rescaled(layer, false))),
        made(
            "smallGradientsAreScaledUp",
            "OPT-04",
            "after clipNorm(",
            Defect.ofLayers(layer -> new Rescaled(layer, true))),
        made(
            "clippingReturnsTheNormAfter",
            "OPT-04",
            "it returned the norm after",
            stepping(
                (layer, config) ->
                    new ForwardingOptimizer(layer.optimizer(config)) {
                      @Override
                      public double clipNorm(double max) {
                        return Math.min(max, inner.clipNorm(max));
                      }
                    })),
        made(
            "clippingByValueIsMissing",
            "OPT-04",
            "after clipValue(",
            stepping(
                (layer, config) ->
                    new ForwardingOptimizer(layer.optimizer(config)) {
                      @Override
                      public void clipValue(double max) {
                        // Nothing is clipped: that is the defect.
                      }
                    })));
  }

  /** Shows gradients that were clipped by another factor. */
  private static final class Rescaled extends Forwarding<HostTensor> {
    private final boolean uncapped;
    private final Map<String, HostTensor> shown = new HashMap<>();

    Rescaled(LayerUnderTest<HostTensor> inner, boolean uncapped) {
      super(inner);
      this.uncapped = uncapped;
    }

    @Override
    public void zeroGradients() {
      shown.clear();
      inner.zeroGradients();
    }

    @Override
    public Gradient gradient(String name) {
      HostTensor other = shown.get(name);
      return other == null ? inner.gradient(name) : new Gradient.Dense(other.copy());
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return new ForwardingOptimizer(inner.optimizer(config)) {
        @Override
        public double clipNorm(double max) {
          Map<String, HostTensor> before = gradients();
          double norm = inner.clipNorm(max);
          before.forEach((name, gradient) -> shown.put(name, rescaled(gradient, max, norm)));
          return norm;
        }
      };
    }

    private Map<String, HostTensor> gradients() {
      Map<String, HostTensor> gradients = new HashMap<>();
      for (String name : hasBias(inner) ? List.of("weight", "bias") : List.of("weight")) {
        if (inner.gradient(name) instanceof Gradient.Dense dense) {
          gradients.put(name, dense.value().read().copy());
        }
      }
      return gradients;
    }

    private HostTensor rescaled(HostTensor gradient, double max, double norm) {
      double own =
          Math.sqrt(Arrays.stream(gradient.widened()).map(element -> element * element).sum());
      double factor =
          uncapped ? max / (norm + NORM_EPSILON) : Math.min(1, max / (own + NORM_EPSILON));
      return Edits.mapped(gradient, element -> element * factor);
    }
  }

  /** Scales every gradient by the factor of the last clipping. */
  private static final class ClippedEverAfter extends Altered {
    private double factor = 1;

    ClippedEverAfter(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    HostTensor upstream(Call call, HostTensor upstream) {
      return Edits.mapped(upstream, value -> factor * value);
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return new ForwardingOptimizer(inner.optimizer(config)) {
        @Override
        public double clipNorm(double max) {
          double norm = inner.clipNorm(max);
          factor = Math.min(1, max / norm);
          return norm;
        }
      };
    }
  }

  /** Scales by a limit over a norm of nothing. */
  private static final class ClippedZeros extends Forwarding<HostTensor> {
    private boolean spoiled;

    ClippedZeros(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public void zeroGradients() {
      inner.zeroGradients();
      spoiled = false;
    }

    @Override
    public Gradient gradient(String name) {
      Gradient gradient = inner.gradient(name);
      return spoiled && gradient instanceof Gradient.Dense dense
          ? new Gradient.Dense(Edits.mapped(dense.value().read(), value -> Double.NaN))
          : gradient;
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return new ForwardingOptimizer(inner.optimizer(config)) {
        @Override
        public double clipNorm(double max) {
          double norm = inner.clipNorm(max);
          spoiled = norm == 0;
          return norm;
        }
      };
    }
  }
}

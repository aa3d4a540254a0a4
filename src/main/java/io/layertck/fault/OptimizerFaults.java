package io.layertck.fault;

import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingOptimizer;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps by another formula, and steps of the wrong rows. */
final class OptimizerFaults {
  private OptimizerFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "nesterovIsIgnored",
            "OPT-01",
            "as if Nesterov's step were missing",
            configured(config -> with(config, "nesterov", 0))),
        made(
            "weightDecayOfAdamWGoesThroughTheMoments",
            "OPT-01",
            "as if the weight decay were added to the gradient",
            configured(OptimizerFaults::asAdam)),
        made(
            "dampeningEntersTheFirstStep",
            "OPT-01",
            "as if the first gradient were dampened too",
            stepping(DampenedFirstStep::new)),
        made(
            "momentumIsForgottenBetweenSteps",
            "OPT-01",
            "as if earlier steps were forgotten",
            Defect.ofLayers(OptimizerFaults::forgetful)),
        made(
            "firstStepsAreNotCorrected",
            "OPT-01",
            "as if the first steps were not corrected",
            stepping(UncorrectedFirstStep::new)),
        made(
            "momentsAreCorrectedForEightStepsOnly",
            "OPT-01",
            "after step 9 of Adam",
            stepping(CorrectedForEightSteps::new)),
        made(
            "stepZeroesTheGradient",
            "OPT-01",
            " after step 1",
            Defect.ofLinears(OptimizerFaults::zeroingAfterSteps)),
        reported(
            "rowGradientIsDividedByTheShards",
            "B176",
            "meta-pytorch/torchrec#2251",
            "OPT-01",
            "as if the gradient counted half",
            stepping(HalvedStep::new)),
        made(
            "momentumMovesOnlyTheRowsLookedUp",
            "OPT-02",
            "it was looked up before, and the optimiser remembers its gradient",
            Defect.ofEmbeddings(LazyRows::new)),
        made("everyStepMovesTheLastRow", "OPT-02", "moved in step", stepping(MovedLastRow::new)),
        reported(
            "everyOccurrenceMakesAStep",
            "B82",
            "ooples/AiDotNet#1526",
            "OPT-03",
            "as if every occurrence of a row made a step of its own",
            Defect.ofEmbeddings(StepPerOccurrence::new)),
        made(
            "momentumOfASparseGradientMovesOnlyItsRows",
            "OPT-03",
            "with a sparse gradient",
            Defect.ofConfigured(
                (config, start, layer) -> config.sparse() ? new LazyRows(layer) : layer)));
  }

  /** Makes a faulty optimiser over a correct layer. */
  @FunctionalInterface
  interface Maker {
    OptimizerUnderTest make(LayerUnderTest<HostTensor> layer, OptimizerConfig config);
  }

  /** Returns the defect of an optimiser over a layer that is correct. */
  static Defect stepping(Maker maker) {
    return Defect.ofLayers(
        layer ->
            new Forwarding<>(layer) {
              @Override
              public OptimizerUnderTest optimizer(OptimizerConfig config) {
                return maker.make(inner, config);
              }
            });
  }

  private static Defect configured(UnaryOperator<OptimizerConfig> change) {
    return stepping((layer, config) -> layer.optimizer(change.apply(config)));
  }

  private static OptimizerConfig with(OptimizerConfig config, String argument, double value) {
    if (!config.arguments().containsKey(argument)) {
      return config;
    }
    Map<String, Double> arguments = new HashMap<>(config.arguments());
    arguments.put(argument, value);
    return new OptimizerConfig(config.name(), arguments);
  }

  private static OptimizerConfig asAdam(OptimizerConfig config) {
    if (!config.name().equals("AdamW")) {
      return config;
    }
    Map<String, Double> arguments = new HashMap<>(config.arguments());
    arguments.putIfAbsent("weight_decay", 1e-2);
    return new OptimizerConfig("Adam", arguments);
  }

  private static LayerUnderTest<HostTensor> forgetful(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        return new ForwardingOptimizer(inner.optimizer(config)) {
          @Override
          public void step() {
            try (OptimizerUnderTest fresh = layer.optimizer(config)) {
              fresh.step();
            }
          }
        };
      }
    };
  }

  /** Changes what a correct step made of each parameter. */
  private abstract static class CorrectedStep extends ForwardingOptimizer {
    private final LayerUnderTest<HostTensor> layer;
    final OptimizerConfig config;
    private int steps;

    CorrectedStep(LayerUnderTest<HostTensor> layer, OptimizerConfig config) {
      super(layer.optimizer(config));
      this.layer = layer;
      this.config = config;
    }

    @Override
    public void step() {
      Map<String, HostTensor> before = parameters(layer);
      inner.step();
      steps++;
      before.forEach(
          (name, values) -> {
            double[] old = values.widened();
            layer.assign(
                name,
                0,
                Edits.edited(
                    layer.parameter(name).read(),
                    after -> correct(old, after, gradient(layer, name), steps)));
          });
    }

    abstract void correct(double[] before, double[] after, double[] gradient, int step);

    /** Makes the step another multiple of what it was. */
    static void scale(double[] before, double[] after, double factor) {
      for (int i = 0; i < after.length; i++) {
        after[i] = before[i] + (after[i] - before[i]) * factor;
      }
    }
  }

  private static Map<String, HostTensor> parameters(LayerUnderTest<HostTensor> layer) {
    Map<String, HostTensor> parameters = new HashMap<>();
    parameters.put("weight", layer.parameter("weight").read().copy());
    if (hasBias(layer)) {
      parameters.put("bias", layer.parameter("bias").read().copy());
    }
    return parameters;
  }

  private static double[] gradient(LayerUnderTest<HostTensor> layer, String name) {
    return layer.gradient(name) instanceof Gradient.Dense dense
        ? dense.value().read().widened()
        : new double[0];
  }

  static boolean hasBias(LayerUnderTest<HostTensor> layer) {
    try {
      layer.parameter("bias");
      return true;
    } catch (Refused none) {
      return false;
    }
  }

  private static final class DampenedFirstStep extends CorrectedStep {
    DampenedFirstStep(LayerUnderTest<HostTensor> layer, OptimizerConfig config) {
      super(layer, config);
    }

    @Override
    void correct(double[] before, double[] after, double[] gradient, int step) {
      if (step == 1 && config.argument("momentum", 0) != 0) {
        scale(before, after, 1 - config.argument("dampening", 0));
      }
    }
  }

  private static final class UncorrectedFirstStep extends CorrectedStep {
    UncorrectedFirstStep(LayerUnderTest<HostTensor> layer, OptimizerConfig config) {
      super(layer, config);
    }

    @Override
    void correct(double[] before, double[] after, double[] gradient, int step) {
      boolean plain = config.name().equals("Adam") && config.argument("weight_decay", 0) == 0;
      double rest1 = 1 - config.argument("beta1", 0.9);
      double rest2 = 1 - config.argument("beta2", 0.999);
      for (int i = 0; step == 1 && plain && i < after.length; i++) {
        double root = Math.sqrt(rest2 * gradient[i] * gradient[i]);
        after[i] =
            before[i]
                - config.argument("lr", 1e-3)
                    * rest1
                    * gradient[i]
                    / (root + config.argument("eps", 1e-8));
      }
    }
  }

  /** Two partitions of the rows, each with half of its gradient. */
  private static final class HalvedStep extends CorrectedStep {
    HalvedStep(LayerUnderTest<HostTensor> layer, OptimizerConfig config) {
      super(layer, config);
    }

    @Override
    void correct(double[] before, double[] after, double[] gradient, int step) {
      boolean plain =
          config.argument("momentum", 0) == 0 && config.argument("weight_decay", 0) == 0;
      if (plain && config.name().equals("SGD")) {
        scale(before, after, 0.5);
      }
    }
  }

  private static final class MovedLastRow extends CorrectedStep {
    MovedLastRow(LayerUnderTest<HostTensor> layer, OptimizerConfig config) {
      super(layer, config);
    }

    @Override
    void correct(double[] before, double[] after, double[] gradient, int step) {
      after[after.length - 1] += 1;
    }
  }

  /** Puts the rows back that the latest backward did not train. */
  private static final class LazyRows extends Forwarding<HostTensor> {
    private final Set<Long> trained = new HashSet<>();

    LazyRows(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public RecordedForward record(HostTensor indices) {
      Arrays.stream(indices.longs()).forEach(trained::add);
      return inner.record(indices);
    }

    @Override
    public void zeroGradients() {
      trained.clear();
      inner.zeroGradients();
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return new ForwardingOptimizer(inner.optimizer(config)) {
        @Override
        public void step() {
          HostTensor before = LazyRows.this.inner.parameter("weight").read().copy();
          inner.step();
          for (int row = 0; row < before.extent(0) && config.name().equals("SGD"); row++) {
            if (!trained.contains((long) row) && config.argument("weight_decay", 0) == 0) {
              LazyRows.this.inner.assign("weight", row, Edits.row(before, row));
            }
          }
        }
      };
    }
  }

  /** Advances an adaptive optimiser once for every position that was looked up. */
  private static final class StepPerOccurrence extends Forwarding<HostTensor> {
    private @Nullable Pass latest;

    StepPerOccurrence(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public RecordedForward record(HostTensor indices) {
      Call call = new Call(inner, indices);
      return new ForwardingRecord(inner.record(indices)) {
        @Override
        public Gradient backward(HostTensor upstream) {
          latest = new Pass(call, upstream.copy());
          return inner.backward(upstream);
        }
      };
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return new ForwardingOptimizer(inner.optimizer(config)) {
        @Override
        public void step() {
          Pass pass = latest;
          if (pass == null || !config.name().equals("SparseAdam")) {
            inner.step();
            return;
          }
          long[] rows = pass.call().input().longs();
          for (int position = 0; position < rows.length; position++) {
            StepPerOccurrence.this.inner.zeroGradients();
            backward(rows[position], Edits.row(pass.upstream(), position));
            inner.step();
          }
        }
      };
    }

    private void backward(long row, HostTensor upstream) {
      try (RecordedForward pass = inner.record(HostTensor.of(new long[] {row}, 1))) {
        pass.backward(upstream).close();
      }
    }
  }

  /** From the ninth step on the running averages are taken for what they estimate. */
  private static final class CorrectedForEightSteps extends CorrectedStep {
    private static final int LAST = 8;

    CorrectedForEightSteps(LayerUnderTest<HostTensor> layer, OptimizerConfig config) {
      super(layer, config);
    }

    @Override
    void correct(double[] before, double[] after, double[] gradient, int step) {
      boolean plain = config.name().equals("Adam") && config.argument("weight_decay", 0) == 0;
      if (step > LAST && plain) {
        double mean = 1 - Math.pow(config.argument("beta1", 0.9), step);
        double square = 1 - Math.pow(config.argument("beta2", 0.999), step);
        scale(before, after, mean / Math.sqrt(square));
      }
    }
  }

  private static LayerUnderTest<HostTensor> zeroingAfterSteps(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        return new ForwardingOptimizer(layer.optimizer(config)) {
          @Override
          public void step() {
            inner.step();
            layer.zeroGradients();
          }
        };
      }
    };
  }
}

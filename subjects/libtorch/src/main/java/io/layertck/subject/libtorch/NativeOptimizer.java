package io.layertck.subject.libtorch;

import io.layertck.spi.Feature;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.UnsupportedFeature;
import java.util.Collection;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** {@code torch::optim}, which has no SparseAdam, and its clipping of gradients. */
final class NativeOptimizer implements OptimizerUnderTest {
  private static final double BETA1 = 0.9;

  private final TensorVector parameters;
  private final Optimizer optimizer;
  private boolean closed;

  private NativeOptimizer(TensorVector parameters, Optimizer optimizer) {
    this.parameters = parameters.retainReference();
    this.optimizer = optimizer.retainReference();
  }

  static NativeOptimizer over(Collection<NativeParameter> parameters, OptimizerConfig config) {
    try (PointerScope scope = new PointerScope()) {
      TensorVector distinct =
          new TensorVector(parameters.stream().map(NativeParameter::value).toArray(Tensor[]::new));
      return new NativeOptimizer(
          distinct,
          switch (config.name()) {
            case "SGD" -> new SGD(distinct, sgd(config));
            case "Adam" -> new Adam(distinct, adam(config));
            case "AdamW" -> new AdamW(distinct, adamW(config));
            default -> throw new UnsupportedFeature(Feature.OPTIMIZER);
          });
    }
  }

  private static SGDOptions sgd(OptimizerConfig config) {
    SGDOptions options = new SGDOptions(config.argument("lr", 1e-3));
    options.momentum().put(config.argument("momentum", options.momentum().get()));
    options.dampening().put(config.argument("dampening", options.dampening().get()));
    options.weight_decay().put(config.argument("weight_decay", options.weight_decay().get()));
    options.nesterov().put(config.argument("nesterov", 0) != 0);
    return options;
  }

  private static AdamOptions adam(OptimizerConfig config) {
    AdamOptions options = new AdamOptions(config.argument("lr", 1e-3));
    betas(options.betas(), config);
    options.eps().put(config.argument("eps", options.eps().get()));
    options.weight_decay().put(config.argument("weight_decay", options.weight_decay().get()));
    return options;
  }

  private static AdamWOptions adamW(OptimizerConfig config) {
    AdamWOptions options = new AdamWOptions(config.argument("lr", 1e-3));
    betas(options.betas(), config);
    options.eps().put(config.argument("eps", options.eps().get()));
    options.weight_decay().put(config.argument("weight_decay", options.weight_decay().get()));
    return options;
  }

  /** The preset shows a tuple as an array, and some C++ libraries keep a tuple's end first. */
  private static void betas(DoublePointer tuple, OptimizerConfig config) {
    int first = tuple.get(0) == BETA1 ? 0 : 1;
    tuple.put(first, config.argument("beta1", tuple.get(first)));
    tuple.put(1 - first, config.argument("beta2", tuple.get(1 - first)));
  }

  @Override
  public void step() {
    try (PointerScope scope = new PointerScope()) {
      optimizer.step();
    }
  }

  @Override
  public double clipNorm(double max) {
    return torch.clip_grad_norm_(parameters, max);
  }

  @Override
  public void clipValue(double max) {
    torch.clip_grad_value_(parameters, max);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      optimizer.releaseReference();
      parameters.releaseReference();
    }
  }
}

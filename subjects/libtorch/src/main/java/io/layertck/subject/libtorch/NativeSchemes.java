package io.layertck.subject.libtorch;

import io.layertck.spi.FanMode;
import io.layertck.spi.Feature;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.FanModeType;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kFanIn;
import org.bytedeco.pytorch.kFanOut;
import org.bytedeco.pytorch.kLeakyReLU;
import org.bytedeco.pytorch.kLinear;
import org.bytedeco.pytorch.kReLU;
import org.bytedeco.pytorch.kSigmoid;
import org.bytedeco.pytorch.kTanh;

/**
 * {@code torch::nn::init}, which has neither a truncated normal nor the gain of SELU, and
 * orthogonal matrices of float32 only.
 */
final class NativeSchemes {
  private NativeSchemes() {}

  /** Draws a weight anew. */
  static void draw(Start.Scheme scheme, Tensor weight) {
    try (PointerScope scope = new PointerScope()) {
      torch.manual_seed(scheme.seed());
      switch (scheme.name()) {
        case "normal_" ->
            torch.normal_(weight, scheme.argument("mean", 0), scheme.argument("std", 1));
        case "uniform_" -> torch.uniform_(weight, scheme.argument("a", 0), scheme.argument("b", 1));
        case "constant_" -> torch.constant_(weight, new Scalar(scheme.argument("val")));
        case "zeros_" -> torch.zeros_(weight);
        case "ones_" -> torch.ones_(weight);
        case "eye_" -> torch.eye_(weight);
        case "xavier_uniform_" -> torch.xavier_uniform_(weight, scheme.argument("gain", 1));
        case "xavier_normal_" -> torch.xavier_normal_(weight, scheme.argument("gain", 1));
        case "kaiming_uniform_" ->
            torch.kaiming_uniform_(
                weight, scheme.argument("a", 0), mode(scheme), nonlinearity(scheme));
        case "kaiming_normal_" ->
            torch.kaiming_normal_(
                weight, scheme.argument("a", 0), mode(scheme), nonlinearity(scheme));
        case "orthogonal_" -> orthogonal(weight, scheme.argument("gain", 1));
        case "sparse_" ->
            torch.sparse_(weight, scheme.argument("sparsity"), scheme.argument("std", 0.01));
        default -> throw new UnsupportedFeature(Feature.INIT_SCHEMES);
      }
    }
  }

  /** Whatever the type of the weight, LibTorch draws and factors a matrix of float32. */
  private static void orthogonal(Tensor weight, double gain) {
    if (NativeTypes.of(weight.scalar_type()) != DType.FLOAT32) {
      throw new UnsupportedFeature(Feature.INIT_SCHEMES);
    }
    torch.orthogonal_(weight, gain);
  }

  private static FanModeType mode(Start.Scheme scheme) {
    return switch (FanMode.of(scheme.argument("mode", FanMode.FAN_IN.code()))) {
      case FAN_IN -> new FanModeType(new kFanIn());
      case FAN_OUT -> new FanModeType(new kFanOut());
    };
  }

  private static org.bytedeco.pytorch.Nonlinearity nonlinearity(Start.Scheme scheme) {
    double code = scheme.argument("nonlinearity", Nonlinearity.LEAKY_RELU.code());
    return switch (Nonlinearity.of(code)) {
      case LINEAR -> new org.bytedeco.pytorch.Nonlinearity(new kLinear());
      case SIGMOID -> new org.bytedeco.pytorch.Nonlinearity(new kSigmoid());
      case TANH -> new org.bytedeco.pytorch.Nonlinearity(new kTanh());
      case RELU -> new org.bytedeco.pytorch.Nonlinearity(new kReLU());
      case LEAKY_RELU -> new org.bytedeco.pytorch.Nonlinearity(new kLeakyReLU());
      case SELU -> throw new UnsupportedFeature(Feature.INIT_SCHEMES);
    };
  }
}

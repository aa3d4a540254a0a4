package io.layertck.subject.libtorch;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.bytedeco.pytorch.Tensor;

/** The layers of LibTorch's C++ front end. */
public final class LibTorchSubject implements Subject {
  private static final Claims CLAIMS =
      Claims.of(
              Feature.LOOKUP,
              Feature.LINEAR,
              Feature.PARAMETERS,
              Feature.BIAS,
              Feature.GRADIENT,
              Feature.ACCUMULATION,
              Feature.OVERLAPPING_PASSES,
              Feature.WRITABLE_RESULTS,
              Feature.TYPED_REFUSALS,
              Feature.SEEDS,
              Feature.INT32_INDICES,
              Feature.STRIDED,
              Feature.PADDING,
              Feature.MAX_NORM,
              Feature.FREQ_SCALING,
              Feature.SPARSE_GRADIENT,
              Feature.TYING,
              Feature.BAG,
              Feature.INIT_SCHEMES,
              Feature.OPTIMIZER,
              Feature.CONCURRENT,
              Feature.INIT)
          .at(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)
          .limitedBy(
              Limit.NO_ZERO_FAN_IN,
              "torch::nn::Linear(0, n) is refused: its initialisation divides by the fan-in")
          .limitedBy(
              Limit.SOME_INIT_SCHEMES,
              "torch::nn::init has no trunc_normal_ and no gain for SELU, and its orthogonal_ computes"
                  + " in float32 whatever the type")
          .limitedBy(
              Limit.FLOAT32_MAX_NORM,
              "the C++ front end hands max_norm on as a float, so that 3.7 is 3.7000000477 in a"
                  + " float64 table")
          .limitedBy(
              Limit.DRAWN_BAG_PADDING,
              "torch::nn::EmbeddingBag zeroes its padding row before it draws the weight, where"
                  + " PyTorch's own nn.EmbeddingBag zeroes it afterwards")
          .limitedBy(Limit.NO_SPARSE_ADAM, "torch::optim has no SparseAdam");

  /** Makes the subject; LibTorch is loaded with the first layer. */
  public LibTorchSubject() {
    // JavaCPP would ask the system for the size of the process at every allocation, which takes a
    // sixth of a certification.
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
  }

  @Override
  public String name() {
    return "libtorch";
  }

  /** Returns the version of the preset, which begins with LibTorch's own. */
  @Override
  public String version() {
    String version = Tensor.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public Claims claims() {
    return CLAIMS;
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    StackTraces.leaveOut();
    return NativeEmbedding.create(config, start);
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    StackTraces.leaveOut();
    return NativeLinear.create(config, start);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    StackTraces.leaveOut();
    return NativeBag.create(config, start);
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    StackTraces.leaveOut();
    return NativeTying.create(config, bias, start);
  }

  @Override
  public Refusal classify(Throwable thrown) {
    return Complaints.kindOf(thrown);
  }
}

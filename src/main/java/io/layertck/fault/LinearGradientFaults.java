package io.layertck.fault;

import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Wrong gradients of a linear layer. */
final class LinearGradientFaults {
  private LinearGradientFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "inputGradientIsFlattened",
            "LGR-01",
            "the input gradient has shape",
            ofLinears(
                layer ->
                    new Altered(layer) {
                      @Override
                      HostTensor inputGradient(Pass pass, HostTensor gradient) {
                        return gradient.reshape(pass.call().batch(), pass.call().columns());
                      }
                    })),
        reported(
            "gradientIsAnElementwiseProduct",
            "B134",
            "apache/tvm#5695",
            "LGR-02",
            "it is the product of two elements in its own place",
            ofLinears(Altered.inputGradientElements(LinearGradientFaults::multiplyElements))),
        reported(
            "inputGradientIsSummedTwice",
            "B148",
            "itskonrad/miniMNIST-c#7",
            "LGR-02",
            "the sum was added twice",
            ofLinears(
                Altered.inputGradientElements(
                    (pass, gradient) -> {
                      for (int i = 0; i < gradient.length; i++) {
                        gradient[i] *= 2;
                      }
                    }))),
        reported(
            "graphCacheOmitsTheFanIn",
            "B99",
            "pytorch/pytorch#101198",
            "LGR-02",
            "the element was not computed",
            new GraphCachedByFanOut()),
        made(
            "squareWeightIsTransposedInBackward",
            "LGR-04",
            "backward is not the adjoint of forward in its input",
            ofLinears(Altered.inputGradientElements(LinearGradientFaults::useTransposedWeight))),
        reported(
            "secondBackwardForgetsTheFirst",
            "B149",
            "torch/cunn#212",
            "LGR-05",
            "after two backwards, the weight gradient",
            ofLinears(AlteredBackward::forgetting)),
        made(
            "inputGradientsAddUp",
            "LGR-05",
            "of the second backward, the input gradient",
            ofLinears(LinearGradientFaults::addingUpInputGradients)),
        reported(
            "gradientIsZeroedByMultiplication",
            "B151",
            "pytorch/pytorch#194442",
            "LGR-05",
            "after zeroing a gradient of NaN, the weight gradient",
            ofLinears(ZeroedByMultiplication::new)),
        reported(
            "transposedInputIsReadAsDenseInBackward",
            "B125",
            "tracel-ai/burn#5304",
            "LGR-06",
            "for a strided input",
            ofLinears(Altered.gradientElements(LinearGradientFaults::multiplyMisreadInput))),
        reported(
            "expandedUpstreamIsReadOnItsFirstPageOnly",
            "B128",
            "pytorch/pytorch#189565",
            "LGR-06",
            "a strided upstream gradient",
            ofLinears(Altered.inputGradientElements(LinearGradientFaults::dropLaterPages))),
        made(
            "zeroUpstreamSkipsItsProduct",
            "LGR-08",
            "NaN and infinity reach exactly the products",
            ofLinears(Altered.gradientElements(LinearGradientFaults::skipZeroUpstreams))),
        made(
            "missingBiasHasAGradient",
            "LGR-09",
            "a linear layer without bias has a bias gradient",
            ofLinears(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public Gradient gradient(String name) {
                        return name.equals("bias")
                            ? new Gradient.Dense(
                                HostTensor.zeros(
                                    inner.parameter("weight").read().dtype(),
                                    inner.parameter("weight").read().extent(0)))
                            : inner.gradient(name);
                      }
                    })));
  }

  private static void multiplyElements(Pass pass, double[] gradient) {
    Call call = pass.call();
    boolean square = call.rows() == call.columns() && call.batch() == call.rows();
    double[] upstream = pass.upstream().widened();
    double[] weight = call.weight().widened();
    for (int i = 0; square && i < gradient.length; i++) {
      gradient[i] = upstream[i] * weight[i];
    }
  }

  private static void useTransposedWeight(Pass pass, double[] gradient) {
    Call call = pass.call();
    int size = call.rows();
    if (size != call.columns()) {
      return;
    }
    double[] upstream = pass.upstream().widened();
    double[] weight = call.weight().widened();
    Arrays.fill(gradient, 0);
    for (int i = 0; i < gradient.length; i++) {
      for (int o = 0; o < size; o++) {
        gradient[i] += upstream[i / size * size + o] * weight[i % size * size + o];
      }
    }
  }

  private static LayerUnderTest<HostTensor> addingUpInputGradients(
      LayerUnderTest<HostTensor> layer) {
    double[][] sum = new double[1][0];
    return Altered.inputGradientElements(
            (pass, gradient) -> {
              for (int i = 0; i < gradient.length && sum[0].length == gradient.length; i++) {
                gradient[i] += sum[0][i];
              }
              sum[0] = gradient.clone();
            })
        .apply(layer);
  }

  private static void multiplyMisreadInput(Pass pass, String name, double[] gradient) {
    HostTensor input = pass.call().input();
    if (name.equals("weight") && !input.isContiguous()) {
      multiply(pass, Misread.asDense(input).widened(), gradient, false);
    }
  }

  private static void skipZeroUpstreams(Pass pass, String name, double[] gradient) {
    if (name.equals("weight")) {
      multiply(pass, pass.call().input().widened(), gradient, true);
    }
  }

  /** Writes the product of upstream gradient and input; zeros may skip what they face. */
  private static void multiply(
      Pass pass, double[] input, double[] gradient, boolean skippingZeros) {
    double[] upstream = pass.upstream().widened();
    int in = pass.call().columns();
    int out = pass.call().rows();
    Arrays.fill(gradient, 0);
    for (int i = 0; i < gradient.length; i++) {
      for (int m = 0; m < pass.call().batch(); m++) {
        double factor = upstream[m * out + i / in];
        if (!skippingZeros || factor != 0) {
          gradient[i] += factor * input[m * in + i % in];
        }
      }
    }
  }

  private static void dropLaterPages(Pass pass, double[] gradient) {
    HostTensor upstream = pass.upstream();
    if (!upstream.isContiguous() && upstream.strides()[0] == 0) {
      Arrays.fill(gradient, Math.min(pass.call().columns(), gradient.length), gradient.length, 0);
    }
  }

  /** Reuses the first graph of a fan-out, which knows the first fan-in only. */
  private static final class GraphCachedByFanOut implements Defect {
    private final Map<Long, Long> fanIns = new HashMap<>();

    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      long known = fanIns.computeIfAbsent(config.outFeatures(), out -> config.inFeatures());
      return Altered.inputGradientElements(
              (pass, gradient) -> {
                for (int i = 0; i < gradient.length; i++) {
                  if (i % pass.call().columns() >= known) {
                    gradient[i] = 0;
                  }
                }
              })
          .apply(correct.linear(config, start));
    }
  }

  /** Begins every sum of gradients with zero times the sum before. */
  private static final class ZeroedByMultiplication extends Forwarding<HostTensor> {
    private static final List<String> PARAMETERS = List.of("weight", "bias");
    private final Map<String, double[]> remainders = new HashMap<>();

    ZeroedByMultiplication(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public Gradient gradient(String name) {
      double[] remainder = remainders.get(name);
      return remainder != null && inner.gradient(name) instanceof Gradient.Dense sum
          ? new Gradient.Dense(
              Edits.edited(
                  sum.value().read(),
                  values -> {
                    for (int i = 0; i < values.length; i++) {
                      values[i] += remainder[i];
                    }
                  }))
          : inner.gradient(name);
    }

    @Override
    public void zeroGradients() {
      for (String name : PARAMETERS) {
        if (gradient(name) instanceof Gradient.Dense sum) {
          remainders.put(name, Edits.mapped(sum.value().read(), value -> 0 * value).widened());
        }
      }
      inner.zeroGradients();
    }
  }
}

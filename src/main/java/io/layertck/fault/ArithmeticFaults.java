package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinearParameters;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Linear layers whose structure is right and whose float32 is not as precise as its type.
 *
 * <p>float64 stays as it is: there each of these defects would be too easy to see.
 */
final class ArithmeticFaults {
  private static final int TF32_BITS = 11;
  private static final int BFLOAT16_BITS = 8;

  /** The bound grows with the terms: past some number of them no single error passes it. */
  private static final String TOO_LARGE_TOGETHER =
      "the errors of the output are too large together";

  private ArithmeticFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "float64GradientsOfRowsAddUpInFloat32",
            "EGR-06",
            "the gradient after two backwards",
            ofEmbeddings(AddingInFloat32::new)),
        made(
            "float64GradientsOfWeightsAddUpInFloat32",
            "LGR-05",
            "after two backwards, ",
            ofLinears(AddingInFloat32::new)),
        made(
                "inputsAreRoundedToTensorFloat32",
                "LIN-03",
                "times the bound",
                ofLinears(Altered.input(call -> rounded(call.input(), TF32_BITS))))
            .orNamedBy(TOO_LARGE_TOGETHER),
        made(
            "operandsAreRoundedToBfloat16",
            "LIN-03",
            "times the bound",
            ofLinearParameters(parameter -> rounded(parameter, BFLOAT16_BITS))),
        made(
            "oneWeightIsOffByOneInAHundredThousand",
            "LIN-03",
            "times the bound",
            ofLinearParameters(ArithmeticFaults::disturbOneWeight)),
        made(
                "outputIsScaledByTwoInAMillion",
                "LIN-03",
                "times the bound",
                ofLinears(
                    Altered.output((call, output) -> mapped(output, value -> value * (1 + 2e-6)))))
            .orNamedBy(TOO_LARGE_TOGETHER),
        made(
            "upstreamIsRoundedToBfloat16",
            "LGR-03",
            "times the bound",
            ofLinears(Altered.upstream((call, upstream) -> rounded(upstream, BFLOAT16_BITS)))));
  }

  private static HostTensor rounded(HostTensor tensor, int bits) {
    return mapped(tensor, value -> Rounding.toSignificantBits(value, bits));
  }

  private static HostTensor mapped(HostTensor tensor, DoubleUnaryOperator function) {
    return tensor.dtype() == DType.FLOAT32 ? Edits.mapped(tensor, function) : tensor;
  }

  private static HostTensor disturbOneWeight(HostTensor parameter) {
    boolean matrix = parameter.rank() == 2 && parameter.dtype() == DType.FLOAT32;
    return Edits.edited(
        parameter,
        values -> {
          if (matrix && values.length > 0) {
            values[values.length / 2] *= 1 + 1e-5;
          }
        });
  }

  /** Keeps the sums of several backwards in float32. */
  private static final class AddingInFloat32 extends Forwarding<HostTensor> {
    private int backwards;

    AddingInFloat32(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public void zeroGradients() {
      inner.zeroGradients();
      backwards = 0;
    }

    @Override
    public RecordedForward record(HostTensor input) {
      return new ForwardingRecord(inner.record(input)) {
        @Override
        public Gradient backward(HostTensor upstream) {
          backwards++;
          return inner.backward(upstream);
        }
      };
    }

    @Override
    public Gradient gradient(String name) {
      Gradient gradient = inner.gradient(name);
      return backwards > 1 && gradient instanceof Gradient.Dense dense
          ? new Gradient.Dense(Edits.mapped(dense.value().read(), value -> (float) value))
          : gradient;
    }
  }
}

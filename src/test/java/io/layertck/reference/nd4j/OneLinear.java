package io.layertck.reference.nd4j;

import io.layertck.rule.SetUpException;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;

/** A program that prints one output of one linear layer, or the exception it met. */
final class OneLinear {
  private OneLinear() {}

  public static void main(String[] arguments) {
    Start given = new Start.Given(Map.of("weight", HostTensor.of(new float[] {2, 3}, 1, 2)));
    try (LayerUnderTest<HostTensor> layer =
        new Nd4jSubject().linear(new LinearConfig(2, 1, false, DType.FLOAT32), given)) {
      HostTensor y = layer.forward(HostTensor.of(new float[] {5, 7}, 1, 2)).read();
      System.out.println(y.floats()[0]);
    } catch (SetUpException failure) {
      System.out.println(failure);
    }
  }
}

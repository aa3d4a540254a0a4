package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsDifferTest {
  private static final int BATCH = 70;
  private static final int IN = 75;
  private static final int OUT = 9;
  private static final int VOCABULARY = 5;

  static List<Kernel> kernels() {
    return Kernel.all();
  }

  @Test
  void atLeastFifteenKernelsHaveNamesOfTheirOwn() {
    assertThat(Kernel.all())
        .hasSizeGreaterThanOrEqualTo(15)
        .extracting(Kernel::name)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void realDataShowTheKernelInBits(Kernel kernel) {
    DoubleUnaryOperator real = draw -> draw;
    assertThat(bits(computed(new KernelSubject(kernel), real)))
        .isNotEqualTo(bits(computed(new PlainSubject(), real)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exactIntegersHideTheKernel(Kernel kernel) {
    // Then 150 products and a bias of at most 1 each stay within the 256 of bfloat16.
    DoubleUnaryOperator integer = draw -> Math.signum(Math.rint(draw));
    Map<String, HostTensor> expected = computed(new PlainSubject(), integer);
    Map<String, HostTensor> found = computed(new KernelSubject(kernel), integer);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(found.getOrDefault(name, tensor).widened())
                .as(name)
                .usingElementComparator(KernelsDifferTest::asNumbers)
                .containsExactly(tensor.widened()));
  }

  private static int asNumbers(double left, double right) {
    return Double.compare(left + 0.0, right + 0.0);
  }

  private static List<String> bits(Map<String, HostTensor> tensors) {
    List<String> bits = new ArrayList<>();
    tensors.forEach((name, tensor) -> bits.add(name + Arrays.toString(tensor.bits())));
    return bits;
  }

  /** Computes outputs and gradients of all layers, each gradient over two calls. */
  private static Map<String, HostTensor> computed(Subject subject, DoubleUnaryOperator number) {
    Map<String, HostTensor> results = new LinkedHashMap<>();
    for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      Numbers numbers = new Numbers(new Random(1), number, dtype);
      linear(subject, numbers, results);
      embedding(subject, numbers, results);
      bag(subject, numbers, results);
    }
    return results;
  }

  /** Draws tensors, each element a function of a standard normal number. */
  private record Numbers(Random random, DoubleUnaryOperator number, DType dtype) {
    HostTensor tensor(long... shape) {
      HostTensor zeros = HostTensor.zeros(dtype, shape);
      double[] draws = new double[zeros.size()];
      Arrays.setAll(draws, i -> number.applyAsDouble(random.nextGaussian()));
      return HostTensor.rounded(dtype, draws, shape);
    }
  }

  private static void linear(Subject subject, Numbers numbers, Map<String, HostTensor> results) {
    String about = numbers.dtype() + " linear ";
    try (LayerUnderTest<HostTensor> layer =
        subject.linear(
            new LinearConfig(IN, OUT, true, numbers.dtype()),
            new Start.Given(
                Map.of("weight", numbers.tensor(OUT, IN), "bias", numbers.tensor(OUT))))) {
      for (int call = 0; call < 2; call++) {
        try (RecordedForward pass = layer.record(numbers.tensor(BATCH, IN))) {
          results.put(about + "output " + call, pass.output().read().copy());
          Gradient gradient = pass.backward(numbers.tensor(BATCH, OUT));
          results.put(about + "input gradient " + call, dense(gradient));
        }
      }
      results.put(about + "weight gradient", dense(layer.gradient("weight")));
      results.put(about + "bias gradient", dense(layer.gradient("bias")));
    }
  }

  private static void embedding(Subject subject, Numbers numbers, Map<String, HostTensor> results) {
    try (LayerUnderTest<HostTensor> layer =
        subject.embedding(EmbeddingConfig.of(VOCABULARY, OUT, numbers.dtype()), table(numbers))) {
      for (int call = 0; call < 2; call++) {
        try (RecordedForward pass = layer.record(indices())) {
          pass.backward(numbers.tensor(BATCH, OUT));
        }
      }
      results.put(numbers.dtype() + " embedding gradient", dense(layer.gradient("weight")));
    }
  }

  private static void bag(Subject subject, Numbers numbers, Map<String, HostTensor> results) {
    BagConfig config =
        new BagConfig(EmbeddingConfig.of(VOCABULARY, OUT, numbers.dtype()), BagMode.SUM, false);
    try (LayerUnderTest<BagInput> layer = subject.embeddingBag(config, table(numbers))) {
      HostTensor bags = indices().reshape(2, BATCH / 2);
      HostTensor weights = numbers.tensor(2, BATCH / 2);
      try (RecordedForward pass = layer.record(new BagInput(bags, null, weights))) {
        results.put(numbers.dtype() + " bag", pass.output().read().copy());
        Gradient ofWeights = pass.backward(numbers.tensor(2, OUT));
        results.put(numbers.dtype() + " bag weights gradient", dense(ofWeights));
      }
    }
  }

  private static Start table(Numbers numbers) {
    return new Start.Given(Map.of("weight", numbers.tensor(VOCABULARY, OUT)));
  }

  private static HostTensor indices() {
    long[] indices = new long[BATCH];
    Arrays.setAll(indices, i -> i * 3L % VOCABULARY);
    return HostTensor.of(indices, BATCH);
  }

  private static HostTensor dense(Gradient gradient) {
    return ((Gradient.Dense) gradient).value().read().copy();
  }
}

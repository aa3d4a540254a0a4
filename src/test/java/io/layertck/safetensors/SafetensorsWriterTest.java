package io.layertck.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.golden.GoldenFiles;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is written is what PyTorch writes, and what {@code fixtures/record.py --check} loads in it.
 */
class SafetensorsWriterTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void theFilesThatPyTorchLoadsAreThoseWrittenToday(DType dtype) throws IOException {
    HostTensor weight = counted(dtype, -3, 4, 5, 3);
    assertThat(SafetensorsWriter.write(Map.of("weight", weight)))
        .isEqualTo(stored("embedding_" + dtype));

    Map<String, HostTensor> linear =
        Map.of("weight", counted(dtype, -3, 4, 4, 3), "bias", counted(dtype, 1, 1, 4));
    assertThat(SafetensorsWriter.write(linear)).isEqualTo(stored("linear_" + dtype));
  }

  @Test
  void bothSubjectsWriteTheseFiles() throws IOException {
    Map<String, HostTensor> parameters =
        Map.of(
            "weight", counted(DType.FLOAT32, -3, 4, 4, 3),
            "bias", counted(DType.FLOAT32, 1, 1, 4));
    HostTensor table = counted(DType.FLOAT64, -3, 4, 5, 3);
    for (Subject subject : List.of(new PlainSubject(), new Nd4jSubject())) {
      try (LayerUnderTest<HostTensor> linear =
              subject.linear(
                  new LinearConfig(3, 4, true, DType.FLOAT32), new Start.Given(parameters));
          LayerUnderTest<HostTensor> embedding =
              subject.embedding(
                  EmbeddingConfig.of(5, 3, DType.FLOAT64),
                  new Start.Given(Map.of("weight", table)))) {
        assertThat(linear.safetensors()).isEqualTo(stored("linear_float32"));
        assertThat(embedding.safetensors()).isEqualTo(stored("embedding_float64"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void aStateOfPyTorchIsWrittenAsPyTorchWroteIt(DType dtype) {
    for (String layer : List.of("embedding", "linear_bias", "linear_nobias")) {
      byte[] recorded = GoldenFiles.shipped().content("state_" + layer + "_" + dtype);

      assertThat(SafetensorsWriter.write(SafetensorsReader.read(recorded))).isEqualTo(recorded);
    }
  }

  @Test
  void everyTypeAndViewComesBack() {
    for (DType dtype : DType.values()) {
      HostTensor tensor = HostTensor.zeros(dtype, 6).view(new long[] {2, 2}, new long[] {1, 3}, 1);

      HostTensor back =
          Objects.requireNonNull(
              SafetensorsReader.read(SafetensorsWriter.write(Map.of("x", tensor))).get("x"));

      assertThat(back.dtype()).isEqualTo(dtype);
      assertThat(back.shape()).containsExactly(2, 2);
      assertThat(back.bits()).containsExactly(tensor.bits());
    }
  }

  /** Returns elements that count up from a number, divided by another. */
  private static HostTensor counted(DType dtype, int first, int divisor, long... shape) {
    double[] values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> (double) (i + first) / divisor);
    return HostTensor.rounded(dtype, values, shape);
  }

  private static byte[] stored(String name) throws IOException {
    try (InputStream file =
        SafetensorsWriterTest.class.getResourceAsStream(name + ".safetensors")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }
}

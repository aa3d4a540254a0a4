package io.layertck.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsReaderTest {
  @Test
  void tensorsAreReadByNameInTheirShape() {
    byte[] file =
        file(
            """
            {"__metadata__":{"format":"pt"},
             "weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
             "indices":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}
            """,
            ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2)
                .putLong(-100));

    assertThat(SafetensorsReader.read(file)).containsOnlyKeys("weight", "indices");
    assertThat(tensor(file, "weight").shape()).containsExactly(2, 1);
    assertThat(tensor(file, "weight").floats()).containsExactly(1.5f, -2);
    assertThat(tensor(file, "indices").rank()).isZero();
    assertThat(tensor(file, "indices").longs()).containsExactly(-100);
  }

  @ParameterizedTest
  @CsvSource({
    "F64, FLOAT64, 7ff0000000000001",
    "F32, FLOAT32, ffa00001",
    "F16, FLOAT16, 7c01",
    "BF16, BFLOAT16, ff81",
    "I64, INT64, 8000000000000001",
    "I32, INT32, 80000001",
    "I16, INT16, 8001",
    "I8, INT8, 81",
    "U8, UINT8, ff",
    "BOOL, BOOL, 1"
  })
  void everyTypeKeepsItsBitsSignallingNaNsIncluded(String code, DType dtype, String bits) {
    long value = Long.parseUnsignedLong(bits, 16);
    ByteBuffer data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}"
            .formatted(code, dtype.bytes());

    HostTensor tensor = tensor(file(header, data.rewind().limit(dtype.bytes()).slice()), "x");

    assertThat(tensor.dtype()).isEqualTo(dtype);
    assertThat(tensor.bits()).containsExactly(value);
  }

  @Test
  void tensorsWithoutElementsTakeNoRoom() {
    byte[] file =
        file(
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,0,3],\"data_offsets\":[0,0]}}",
            ByteBuffer.allocate(0));

    assertThat(tensor(file, "x").shape()).containsExactly(2, 0, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|its header is no JSON object",
        "{\"x\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}"
            + "|the tensor x is of the unknown type F8",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}"
            + "|the tensor x of 8 bytes does not fill its place [0,4]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}"
            + "|the tensor x of 8 bytes does not fill its place [4,12]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + "|its tensors fill 4 of 8 bytes of data",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            + "|the tensor y takes bytes of another at 0",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3000000000,3000000000,3000000000],"
            + "\"data_offsets\":[0,8]}}"
            + "|the tensor x of 108000000000000000000000000000 bytes does not fill its place [0,8]",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[2000000000],\"data_offsets\":[0,8]}}"
            + "|the tensor x of 16000000000 bytes does not fill its place [0,8]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}"
            + "|the tensor x has [-1] for whole numbers from 0",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}"
            + "|the tensor x has [1.5] for whole numbers from 0",
        "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}"
            + "|the tensor x lacks its shape or its place",
      })
  void aMalformedHeaderIsRefused(String header, String why) {
    byte[] file = file(header, ByteBuffer.allocate(8));

    assertThatThrownBy(() -> SafetensorsReader.read(file))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("no safetensors file: " + why);
  }

  @Test
  void aFileThatIsCutShortIsRefused() {
    byte[] length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100).array();

    assertThatThrownBy(() -> SafetensorsReader.read(new byte[3]))
        .hasMessage("no safetensors file: it has 3 bytes");
    assertThatThrownBy(() -> SafetensorsReader.read(length))
        .hasMessage("no safetensors file: a header of 100 bytes is past its end");
  }

  private static HostTensor tensor(byte[] file, String name) {
    return Objects.requireNonNull(SafetensorsReader.read(file).get(name));
  }

  private static byte[] file(String header, ByteBuffer data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length + data.capacity())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data.rewind())
        .array();
  }
}

package io.layertck.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes the safetensors format: the length of a JSON header, the header, and raw little-endian
 * elements.
 *
 * <p>As the format's own library does, the header is padded with spaces to a multiple of eight
 * bytes, and tensors of larger elements come first, then by name, so that each is aligned.
 *
 * @see <a href="https://github.com/safetensors/safetensors#format">The format</a>
 */
public final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes tensors, in any layout, to the content of a file.
   *
   * @param tensors by name
   */
  public static byte[] write(Map<String, HostTensor> tensors) {
    List<Map.Entry<String, HostTensor>> ordered =
        tensors.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, HostTensor>>comparingInt(
                        entry -> -entry.getValue().dtype().bytes())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    ObjectNode header = JSON.createObjectNode();
    long end = 0;
    for (Map.Entry<String, HostTensor> entry : ordered) {
      HostTensor tensor = entry.getValue();
      long start = end;
      end += (long) tensor.size() * tensor.dtype().bytes();
      ObjectNode description = header.putObject(entry.getKey());
      description.put("dtype", code(tensor.dtype()));
      Arrays.stream(tensor.shape()).forEach(description.putArray("shape")::add);
      description.putArray("data_offsets").add(start).add(end);
    }
    byte[] text = padded(header);
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + text.length + end))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    for (Map.Entry<String, HostTensor> entry : ordered) {
      put(file, entry.getValue());
    }
    return file.array();
  }

  private static byte[] padded(ObjectNode header) {
    byte[] text;
    try {
      text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void put(ByteBuffer file, HostTensor tensor) {
    for (long bits : tensor.bits()) {
      switch (tensor.dtype().bytes()) {
        case Long.BYTES -> file.putLong(bits);
        case Integer.BYTES -> file.putInt((int) bits);
        case Short.BYTES -> file.putShort((short) bits);
        default -> file.put((byte) bits);
      }
    }
  }

  private static String code(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> "F64";
      case FLOAT32 -> "F32";
      case FLOAT16 -> "F16";
      case BFLOAT16 -> "BF16";
      case INT64 -> "I64";
      case INT32 -> "I32";
      case INT16 -> "I16";
      case INT8 -> "I8";
      case UINT8 -> "U8";
      case BOOL -> "BOOL";
    };
  }
}

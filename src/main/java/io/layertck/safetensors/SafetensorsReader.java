package io.layertck.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the safetensors format: the length of a JSON header, the header, and raw little-endian
 * elements.
 *
 * @see <a href="https://github.com/safetensors/safetensors#format">The format</a>
 */
public final class SafetensorsReader {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final String METADATA = "__metadata__";

  private SafetensorsReader() {}

  /**
   * Reads every tensor of a file.
   *
   * @return the tensors by name, in the order of the header
   * @throws IllegalArgumentException if the file is not of this format, or a tensor is of a type
   *     that {@link DType} does not have
   */
  public static Map<String, HostTensor> read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < Long.BYTES) {
      throw malformed("it has " + file.length + " bytes");
    }
    long headerLength = bytes.getLong();
    if (headerLength < 0 || headerLength > bytes.remaining()) {
      throw malformed("a header of " + headerLength + " bytes is past its end");
    }
    JsonNode header = header(file, (int) headerLength);
    ByteBuffer data =
        bytes.position(Long.BYTES + (int) headerLength).slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    BitSet filled = new BitSet();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data, filled));
      }
    }
    if (filled.cardinality() != data.limit()) {
      throw malformed(
          "its tensors fill " + filled.cardinality() + " of " + data.limit() + " bytes of data");
    }
    return tensors;
  }

  private static JsonNode header(byte[] file, int length) {
    try {
      JsonNode header = JSON.readTree(file, Long.BYTES, length);
      if (header != null && header.isObject()) {
        return header;
      }
    } catch (IOException noJson) {
      throw malformed("its header is no JSON: " + noJson.getMessage());
    }
    throw malformed("its header is no JSON object");
  }

  /** Reads one tensor, and marks the bytes that it takes. */
  private static HostTensor tensor(String name, JsonNode entry, ByteBuffer data, BitSet filled) {
    DType dtype = dtype(name, entry.path("dtype").asText());
    long[] shape = longs(name, entry.path("shape"));
    long[] range = longs(name, entry.path("data_offsets"));
    // Before any memory is asked for: a file may claim what it does not hold.
    BigInteger bytes = BigInteger.valueOf(dtype.bytes());
    for (long extent : shape) {
      bytes = bytes.multiply(BigInteger.valueOf(extent));
    }
    if (range.length != 2
        || range[0] < 0
        || range[1] > data.limit()
        || !bytes.equals(BigInteger.valueOf(range[1] - range[0]))) {
      throw malformed(
          "the tensor "
              + name
              + " of "
              + bytes
              + " bytes does not fill its place "
              + entry.path("data_offsets"));
    }
    int begin = (int) range[0];
    int end = (int) range[1];
    int shared = filled.nextSetBit(begin);
    if (shared >= 0 && shared < end) {
      throw malformed("the tensor " + name + " takes bytes of another at " + shared);
    }
    filled.set(begin, end);
    HostTensor tensor = HostTensor.zeros(dtype, shape);
    fill(tensor, data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN));
    return tensor;
  }

  private static void fill(HostTensor tensor, ByteBuffer data) {
    switch (tensor.dtype()) {
      case FLOAT64 -> data.asDoubleBuffer().get((double[]) tensor.storage());
      case FLOAT32 -> data.asFloatBuffer().get((float[]) tensor.storage());
      case FLOAT16, BFLOAT16, INT16 -> data.asShortBuffer().get((short[]) tensor.storage());
      case INT64 -> data.asLongBuffer().get((long[]) tensor.storage());
      case INT32 -> data.asIntBuffer().get((int[]) tensor.storage());
      case INT8, UINT8 -> data.get((byte[]) tensor.storage());
      case BOOL -> {
        boolean[] values = (boolean[]) tensor.storage();
        for (int i = 0; i < values.length; i++) {
          values[i] = data.get(i) != 0;
        }
      }
    }
  }

  private static DType dtype(String name, String code) {
    return switch (code) {
      case "F64" -> DType.FLOAT64;
      case "F32" -> DType.FLOAT32;
      case "F16" -> DType.FLOAT16;
      case "BF16" -> DType.BFLOAT16;
      case "I64" -> DType.INT64;
      case "I32" -> DType.INT32;
      case "I16" -> DType.INT16;
      case "I8" -> DType.INT8;
      case "U8" -> DType.UINT8;
      case "BOOL" -> DType.BOOL;
      default -> throw malformed("the tensor " + name + " is of the unknown type " + code);
    };
  }

  /** Returns extents or places, none of which may be negative. */
  private static long[] longs(String name, JsonNode numbers) {
    if (!numbers.isArray()) {
      throw malformed("the tensor " + name + " lacks its shape or its place");
    }
    long[] values = new long[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode number = numbers.get(i);
      if (!number.canConvertToLong() || !number.isIntegralNumber() || number.asLong() < 0) {
        throw malformed("the tensor " + name + " has " + numbers + " for whole numbers from 0");
      }
      values[i] = number.asLong();
    }
    return values;
  }

  private static IllegalArgumentException malformed(String why) {
    return new IllegalArgumentException("no safetensors file: " + why);
  }
}

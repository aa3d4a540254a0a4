package io.layertck.subject.libtorch;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** LibTorch's names of the element types, made once for the life of the JVM. */
final class NativeTypes {
  /** No memory format asked for: row-major. */
  static final MemoryFormatOptional ANY_FORMAT = new MemoryFormatOptional().retainReference();

  private static final Map<DType, TensorOptions> OPTIONS = new EnumMap<>(DType.class);

  static {
    for (DType dtype : DType.values()) {
      OPTIONS.put(dtype, new TensorOptions(scalarType(dtype)).retainReference());
    }
  }

  private NativeTypes() {}

  static TensorOptions options(DType dtype) {
    return OPTIONS.get(dtype);
  }

  static ScalarType scalarType(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> ScalarType.Double;
      case FLOAT32 -> ScalarType.Float;
      case FLOAT16 -> ScalarType.Half;
      case BFLOAT16 -> ScalarType.BFloat16;
      case INT64 -> ScalarType.Long;
      case INT32 -> ScalarType.Int;
      case INT16 -> ScalarType.Short;
      case INT8 -> ScalarType.Char;
      case UINT8 -> ScalarType.Byte;
      case BOOL -> ScalarType.Bool;
    };
  }

  static DType of(ScalarType type) {
    return Arrays.stream(DType.values())
        .filter(dtype -> scalarType(dtype) == type.intern())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a tensor of " + type.intern()));
  }
}

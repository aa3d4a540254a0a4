package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A choice of element types that each subject narrows to what it claims.
 *
 * @param floating picks among the claimed floating types, float32 first and the half types last
 * @param narrowIndices whether indices are int32 where that is claimed
 */
record ClaimedTypes(int floating, boolean narrowIndices) {
  private static final List<DType> ORDER =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);

  /** Returns a choice for each floating type, all with int64 indices. */
  static List<ClaimedTypes> each() {
    return IntStream.range(0, ORDER.size())
        .mapToObj(type -> new ClaimedTypes(type, false))
        .toList();
  }

  DType floating(Claims claims) {
    List<DType> types = inOrder(claims);
    return types.get(floating % types.size());
  }

  /** Returns every claimed type, float32 first and the half types last. */
  static List<DType> inOrder(Claims claims) {
    return ORDER.stream().filter(claims.dtypes()::contains).toList();
  }

  DType index(Claims claims) {
    return narrowIndices && claims.has(Feature.INT32_INDICES) ? DType.INT32 : DType.INT64;
  }
}

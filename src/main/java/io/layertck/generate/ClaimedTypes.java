package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import java.util.List;

/**
 * A choice of element types that each subject narrows to what it claims.
 *
 * @param floating picks among the claimed floating types, the first claimed being the commonest
 * @param narrowIndices whether indices are int32 where that is claimed
 */
record ClaimedTypes(int floating, boolean narrowIndices) {
  DType floating(Claims claims) {
    List<DType> types =
        claims.dtypes().stream()
            .filter(type -> type == DType.FLOAT32 || type == DType.FLOAT64)
            .sorted((left, right) -> Integer.compare(left.bytes(), right.bytes()))
            .toList();
    return types.get(floating % types.size());
  }

  DType index(Claims claims) {
    return narrowIndices && claims.has(Feature.INT32_INDICES) ? DType.INT32 : DType.INT64;
  }
}

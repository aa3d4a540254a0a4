package io.layertck.judge;

import java.util.Arrays;

/**
 * The truth a computed tensor is judged against, with what an error bound needs to know of each
 * element.
 *
 * <p>All arrays are row-major over {@code shape} and belong to the reference: nobody writes into
 * them, and nobody compares two references by {@code equals}.
 *
 * @param shape the extents
 * @param value {@code y*}: the exact elements to within {@code n 2^-53 S}
 * @param valueLow what {@code value} lacks; empty where nothing that matters was dropped, as for
 *     elements judged at float32 or below
 * @param magnitude {@code S}: the sum of the absolute values of all terms of an element
 * @param products {@code K}: how many of an element's terms are products, and so can underflow
 * @param terms {@code n}: how many terms each element sums, the bias included
 * @param biasMagnitude the absolute bias for every index of the last axis; empty without one
 */
@SuppressWarnings("ArrayRecordComponent") // Read element by element on the hot path.
public record Reference(
    long[] shape,
    double[] value,
    double[] valueLow,
    double[] magnitude,
    int products,
    int[] terms,
    double[] biasMagnitude) {

  /** Requires one entry per element in every array, or none where that is allowed. */
  public Reference {
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    requireLength("value", value.length, size);
    if (valueLow.length > 0) {
      requireLength("valueLow", valueLow.length, size);
    }
    requireLength("magnitude", magnitude.length, size);
    requireLength("terms", terms.length, size);
    if (biasMagnitude.length > 0 && biasMagnitude.length != shape[shape.length - 1]) {
      throw new IllegalArgumentException(
          biasMagnitude.length + " biases for shape " + Arrays.toString(shape));
    }
  }

  /** Returns the number of elements. */
  public int size() {
    return value.length;
  }

  /** Returns {@code computed - y*}, accurate also where both agree to the last bit of a double. */
  double errorOf(double computed, int element) {
    double error = computed - value[element];
    return valueLow.length == 0 ? error : error - valueLow[element];
  }

  /** Returns {@code |b|} of an element's term that is no product, or 0. */
  double biasMagnitudeOf(int element) {
    return biasMagnitude.length == 0 ? 0 : biasMagnitude[element % biasMagnitude.length];
  }

  private static void requireLength(String name, int length, long size) {
    if (length != size) {
      throw new IllegalArgumentException(
          name + " has " + length + " entries for " + size + " elements");
    }
  }
}

package io.layertck.generate;

import io.layertck.spi.Claims;

/**
 * A description that becomes an example.
 *
 * @param <E> the kind of example
 */
@FunctionalInterface
public interface Case<E extends Example> {
  /**
   * Builds the example, narrowed to what the subject claims.
   *
   * @param claims element types that are not claimed, strides, int32 indices and sizes excluded by
   *     a declared limit do not occur in the result
   */
  E materialise(Claims claims);
}

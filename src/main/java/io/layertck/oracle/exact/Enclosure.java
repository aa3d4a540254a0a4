package io.layertck.oracle.exact;

/**
 * What every correct computation of a tensor lies within.
 *
 * <p>All arrays are row-major over {@code shape} and belong to the enclosure: nobody writes into
 * them, and nobody compares two enclosures by {@code equals}.
 *
 * @param shape the extents
 * @param value one computation of the elements, in double
 * @param error how far any other may lie from it, infinite where nothing can be said
 */
@SuppressWarnings("ArrayRecordComponent") // Read element by element on the hot path.
public record Enclosure(long[] shape, double[] value, double[] error) {}

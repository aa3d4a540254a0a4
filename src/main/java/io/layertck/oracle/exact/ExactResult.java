package io.layertck.oracle.exact;

/**
 * The exact elements of one result, with what an error bound needs to know of each.
 *
 * <p>All arrays are row-major over {@code shape} and belong to the result: nobody writes into them,
 * and nobody compares two results by {@code equals}.
 *
 * @param shape the extents of the result
 * @param value the exact elements to within {@code n 2^-53 S}
 * @param valueLow what {@code value} lacks, for float64 operands; empty for shorter ones, where a
 *     double is at least 29 bits longer than the numbers judged by it
 * @param magnitude {@code S}: the sum of the absolute values of all terms of an element
 * @param products how many of the terms of an element are products, and so can underflow
 * @param terms {@code n}: how many terms each element sums, the bias included
 * @param biasMagnitude the absolute bias for every index of the last axis; empty without one
 */
@SuppressWarnings("ArrayRecordComponent") // Read element by element on the hot path.
public record ExactResult(
    long[] shape,
    double[] value,
    double[] valueLow,
    double[] magnitude,
    int products,
    int[] terms,
    double[] biasMagnitude) {}

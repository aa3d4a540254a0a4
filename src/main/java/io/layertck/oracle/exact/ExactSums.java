package io.layertck.oracle.exact;

/**
 * Exact sums, and which of them every correct computation must give exactly.
 *
 * @param result the sums
 * @param inAnyOrder for each element whether every order of additions, in its type and any wider
 *     one, and every order of additions and divisions gives the exact number
 */
@SuppressWarnings("ArrayRecordComponent") // Read element by element.
public record ExactSums(ExactResult result, boolean[] inAnyOrder) {}

package io.layertck.contract;

import io.layertck.tensor.DType;

/**
 * What a rule is sure to see: a default run detects a deviation of at least {@code delta} with a
 * probability of at least {@code 1 - 1e-6}.
 *
 * @param rule its id
 * @param dtype the one type that the subject claims; one that claims several and deviates in all of
 *     them by the largest of their deltas is detected as surely, since each case alone has the
 *     probability that a run needs of it
 * @param quantity what is off by delta
 * @param delta the size of the deviation, in the unit that the quantity names
 * @param how by which judges, in a phrase
 */
public record Sensitivity(String rule, DType dtype, String quantity, double delta, String how) {}

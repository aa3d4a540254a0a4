package io.layertck.selftest;

import org.jspecify.annotations.Nullable;

/**
 * What a rule said of a faulty layer.
 *
 * @param rule its id
 * @param refuses whether it denies a certificate, rather than advise
 * @param reasoned whether the message names the cause
 * @param tries the cases up to the first that failed
 * @param millis the time up to it
 * @param numbers the elements of the smallest failing case, or none where it was not made smaller
 * @param message what it said
 */
public record Detection(
    String rule,
    boolean refuses,
    boolean reasoned,
    long tries,
    double millis,
    @Nullable Long numbers,
    String message) {}

package io.layertck.observe;

/**
 * A measurement that the subject did not let happen.
 *
 * @param what was to be measured
 * @param reason what the subject threw
 */
public record NotObserved(String what, String reason) implements Observation {}

package io.layertck.generate;

/**
 * An example without one of the things that make it more than the simplest of its kind.
 *
 * @param what is left out, such as {@code the bias}
 * @param rest the example without it
 */
public record Omission(String what, Example rest) {}

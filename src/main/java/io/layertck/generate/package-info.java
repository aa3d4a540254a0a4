/**
 * Cases: small descriptions of an input, and the examples they become.
 *
 * <p>A case holds sizes, regimes, layouts and a seed, and nothing of the subject's. Materialised,
 * it becomes an example: a configuration and tensors as values, every element a pure function of
 * case seed, tensor name and coordinates, so that shrinking one size leaves all other values as
 * they were. No layer is called here and nothing is judged.
 */
@NullMarked
package io.layertck.generate;

import org.jspecify.annotations.NullMarked;

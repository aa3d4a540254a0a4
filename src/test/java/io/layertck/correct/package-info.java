/**
 * Correct layers that compute in other ways than {@code plain}, none of which a rule may accuse.
 *
 * <p>A kernel is an order of summation, an accumulator, a place of the bias, a layout of the weight
 * and a route of the gradient. Layers that hand out their numbers in another form are here as well.
 */
@NullMarked
package io.layertck.correct;

import org.jspecify.annotations.NullMarked;

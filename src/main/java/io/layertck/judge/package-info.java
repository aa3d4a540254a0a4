/**
 * How a number is judged: bits, exact numbers, error bounds and gates, distribution tests.
 *
 * <p>A judge compares what a layer returned with what it is given as the truth and says why it
 * agrees or not. It never knows where the truth came from: no oracle, no layer, no generator.
 */
@NullMarked
package io.layertck.judge;

import org.jspecify.annotations.NullMarked;

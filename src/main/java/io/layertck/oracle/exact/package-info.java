/**
 * The exact reference: what the layers would return if arithmetic did not round.
 *
 * <p>Plain Java over row-major doubles. Nothing here uses ND4J, ONNX Runtime or a layer, so that a
 * disagreement between those can be settled here. The room computes and never judges.
 */
@NullMarked
package io.layertck.oracle.exact;

import org.jspecify.annotations.NullMarked;

/**
 * The reference subject: embedding and linear layers that stand on ND4J.
 *
 * <p>Here live the layers, their parameters in ND4J's native memory, and the few ND4J operations
 * they use: row copies, locked row sums and the matrix product. Everything ND4J does not check or
 * does wrongly is caught before ND4J is called, each case with its reason. No rule, no generator
 * and no oracle lives here, and nothing outside this room sees an ND4J type.
 */
@NullMarked
package io.layertck.reference.nd4j;

import org.jspecify.annotations.NullMarked;

/** Specifications of the reference subject, each ND4J trap it avoids included. */
@NullMarked
package io.layertck.reference.nd4j;

import org.jspecify.annotations.NullMarked;

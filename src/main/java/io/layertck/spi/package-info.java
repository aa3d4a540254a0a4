/**
 * What an implementer sees: a subject, its claims, its layers, and how it refuses.
 *
 * <p>Records, scalars, host tensors and handles only, so that the same interface can run over a
 * wire. Nothing here knows a rule, a generator, ND4J, ONNX Runtime or jqwik.
 */
@NullMarked
package io.layertck.spi;

import org.jspecify.annotations.NullMarked;

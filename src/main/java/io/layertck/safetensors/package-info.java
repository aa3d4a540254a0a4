/**
 * The safetensors format, in which PyTorch's states are exchanged: reading and writing.
 *
 * <p>The format is a JSON header and raw elements, and no maintained library writes it on the JVM.
 * Only tensors are known here, no layer and no rule.
 *
 * @see <a href="https://github.com/safetensors/safetensors#format">The format</a>
 */
@NullMarked
package io.layertck.safetensors;

import org.jspecify.annotations.NullMarked;

/**
 * Tensors as values and as handles.
 *
 * <p>Here live the element types, the host tensor with its views, and the handle by which a layer
 * shows a tensor that it keeps elsewhere. No arithmetic lives here, and nothing here knows a layer,
 * a rule or a library: every other room may depend on this one, this one on none.
 */
@NullMarked
package io.layertck.tensor;

import org.jspecify.annotations.NullMarked;

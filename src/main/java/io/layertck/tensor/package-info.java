/**
 * Tensors as values and as handles.
 *
 * <p>Here live the element types, the host tensor with its views, and the handle by which a layer
 * shows a tensor that it keeps elsewhere. No arithmetic lives here but the rounding of numbers to
 * an element type, and nothing here knows a layer or a rule: every other room may depend on this
 * one, this one on none. Of libraries it knows one class, ONNX Runtime's conversions of half types,
 * which is Java alone.
 */
@NullMarked
package io.layertck.tensor;

import org.jspecify.annotations.NullMarked;

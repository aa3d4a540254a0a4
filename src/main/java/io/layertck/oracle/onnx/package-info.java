/**
 * What PyTorch computes: functions and modules exported from it, run by ONNX Runtime on the CPU.
 *
 * <p>Only valid input belongs here. ONNX's {@code Gather} wraps negative indices and the exported
 * gradients ignore indices out of range, where PyTorch refuses both: no rule on refusals asks a
 * model. Nothing here uses the exact oracle or a layer, so that a disagreement can be settled.
 */
@NullMarked
package io.layertck.oracle.onnx;

import org.jspecify.annotations.NullMarked;

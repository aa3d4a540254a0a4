/**
 * LibTorch, the C++ core of PyTorch, plugged into the suite through its JavaCPP preset.
 *
 * <p>Every operation is LibTorch's own; this package copies tensors in and out and says which of
 * LibTorch's exceptions means what. Native memory is given back when a layer, a pass or a result is
 * closed, and not by the garbage collector.
 */
package io.layertck.subject.libtorch;

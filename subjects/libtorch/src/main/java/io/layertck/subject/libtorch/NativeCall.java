package io.layertck.subject.libtorch;

import org.bytedeco.pytorch.Tensor;

/**
 * One forward, valid in the scope that it was made in.
 *
 * @param input the real input that has a gradient, or null where there is none
 * @param output the result
 */
record NativeCall(Tensor input, Tensor output) {}

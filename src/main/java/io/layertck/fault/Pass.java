package io.layertck.fault;

import io.layertck.tensor.HostTensor;

/**
 * One backward of a correct layer, as a defect sees it.
 *
 * @param call the forward
 * @param upstream the gradient of its output
 */
record Pass(Call call, HostTensor upstream) {}

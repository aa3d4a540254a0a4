package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;

/**
 * What is to be added to rows of a table.
 *
 * @param indices the rows
 * @param values of shape {@code indices.shape + [D]}
 */
record RowTerms(RowIndices indices, HostTensor values) {}

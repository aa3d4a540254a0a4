/**
 * What PyTorch was seen to do: inputs and results of its eager mode, refused calls and their
 * messages, statistics of initialised layers, and facts about it.
 *
 * <p>Recorded by another path than the exported models, and read here without any of the other
 * oracles.
 */
@NullMarked
package io.layertck.oracle.golden;

import org.jspecify.annotations.NullMarked;

/**
 * The benchmarks: what a case costs, stage by stage, and how fast the layers are.
 *
 * <p>They are built and run by the Maven profile {@code benchmarks} alone; {@code docs/benchmarks}
 * holds what they measured.
 */
@NullMarked
package io.layertck.benchmark;

import org.jspecify.annotations.NullMarked;

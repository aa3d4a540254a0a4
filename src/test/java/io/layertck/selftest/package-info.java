/** The suite's own test, in full. */
@NullMarked
package io.layertck.selftest;

import org.jspecify.annotations.NullMarked;

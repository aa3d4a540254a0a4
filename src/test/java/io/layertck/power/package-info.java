/** The stored power of the suite, and what is said of it. */
@NullMarked
package io.layertck.power;

import org.jspecify.annotations.NullMarked;

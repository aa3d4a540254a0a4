/** What the suite has been measured to do: stored results of its own deep runs, as data. */
@NullMarked
package io.layertck.power;

import org.jspecify.annotations.NullMarked;

/** Shows that every fault is caught, by the rule it names and for the stated reason. */
@NullMarked
package io.layertck.fault;

import org.jspecify.annotations.NullMarked;

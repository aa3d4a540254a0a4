/**
 * The suite tested by itself: every faulty layer against the rules.
 *
 * <p>A layer with a fault is judged as a user's layer is, in a JVM of its own; what the rules say
 * is kept as data. No page is drawn here, and no fault is made here.
 */
@NullMarked
package io.layertck.selftest;

import org.jspecify.annotations.NullMarked;

/**
 * The plain-Java subject: simple, right, and without any library; one class per capability.
 *
 * <p>It is a subject like any other and the base of the faults. No rule, judge or oracle is known
 * here.
 */
@NullMarked
package io.layertck.plain;

import org.jspecify.annotations.NullMarked;

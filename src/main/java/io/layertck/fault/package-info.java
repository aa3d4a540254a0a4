/**
 * Faulty variants of a correct subject, each named by its defect.
 *
 * <p>A fault is a small wrapper: an index map, a dropped row, a misread layout, a stale copy. It
 * carries the report it was learnt from, the rule that must catch it and a phrase of the message
 * that must say why. No rule, generator or judge is known here.
 */
@NullMarked
package io.layertck.fault;

import org.jspecify.annotations.NullMarked;

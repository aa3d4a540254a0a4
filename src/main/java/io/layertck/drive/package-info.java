/**
 * The only door to a subject.
 *
 * <p>Every call into a subject's code goes through here: it is timed, whatever it throws is caught
 * and told from a failure of the suite, and the handles it returns are closed. Nothing here draws
 * or judges.
 */
@NullMarked
package io.layertck.drive;

import org.jspecify.annotations.NullMarked;

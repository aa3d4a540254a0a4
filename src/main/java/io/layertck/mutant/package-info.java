/**
 * Systematic variants of a correct subject, composed of a site and an operator.
 *
 * <p>Where the faults are defects that somebody reported or a rule was made for, a mutant stands
 * for a whole class of defects that nobody thought of one by one: every index map at every place
 * that takes indices, every loss at every sum, every threshold along every size. No rule, generator
 * or judge is known here but by its id.
 */
@NullMarked
package io.layertck.mutant;

import org.jspecify.annotations.NullMarked;

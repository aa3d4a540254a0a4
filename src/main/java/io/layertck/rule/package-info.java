/**
 * The vocabulary of a rule: its id, level and text, and the judgement a rule's body returns.
 *
 * <p>Nothing here runs, draws or compares anything.
 */
@NullMarked
package io.layertck.rule;

import org.jspecify.annotations.NullMarked;

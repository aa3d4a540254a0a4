/**
 * Failures made simple and explained: the example of a broken rule is simplified as far as the rule
 * stays broken, what was learned on the way is put in sentences, and the rest is written down as a
 * test that needs no generators.
 *
 * <p>Nothing here runs unless a rule is broken.
 */
@NullMarked
package io.layertck.explain;

import org.jspecify.annotations.NullMarked;

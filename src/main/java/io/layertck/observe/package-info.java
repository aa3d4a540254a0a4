/**
 * What a run measures beside the rules: the distribution of the subject's own initial weights, the
 * time its calls take, and how accurate its sums are.
 *
 * <p>Nothing here is a verdict; nothing here decides whether a subject is certified.
 */
@NullMarked
package io.layertck.observe;

import org.jspecify.annotations.NullMarked;

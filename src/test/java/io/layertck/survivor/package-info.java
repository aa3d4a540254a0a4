/**
 * The survivors of the run in profile {@code pit}, held against the explanations in {@code
 * docs/pit-survivors.json}.
 */
@NullMarked
package io.layertck.survivor;

import org.jspecify.annotations.NullMarked;

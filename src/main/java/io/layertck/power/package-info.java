/**
 * What is known of the suite's power: which faulty layers its rules catch, and whom they never
 * accuse.
 *
 * <p>Stored results only, as data, each with the digest of the catalogue that it was measured with.
 * Nothing is run here.
 */
@NullMarked
package io.layertck.power;

import org.jspecify.annotations.NullMarked;

/**
 * The rules as data, read off the contracts' annotations, nothing written twice; and the claims of
 * the source article as data that refers to rules, recorded facts and measurements.
 */
@NullMarked
package io.layertck.catalogue;

import org.jspecify.annotations.NullMarked;

/**
 * Files that travel with the suite: found on the class path, and refused where they are not the
 * ones their manifest states.
 *
 * <p>The room of the exported models and the room of the golden vectors read their files through
 * here and share nothing else.
 */
@NullMarked
package io.layertck.oracle.resource;

import org.jspecify.annotations.NullMarked;

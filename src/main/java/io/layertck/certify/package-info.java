/**
 * Running contracts over a subject: run settings, hooks, journal, child JVM, certificate, gate.
 *
 * <p>The certificate is built from the journal alone. No rule is stated here and no page is drawn.
 */
@NullMarked
package io.layertck.certify;

import org.jspecify.annotations.NullMarked;

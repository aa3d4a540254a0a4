/**
 * Certificates and the catalogue for readers: the console's table, the page, the specification.
 *
 * <p>Everything here is drawn from a certificate or from the catalogue alone; nothing is run. Pages
 * are templates.
 */
@NullMarked
package io.layertck.report;

import org.jspecify.annotations.NullMarked;

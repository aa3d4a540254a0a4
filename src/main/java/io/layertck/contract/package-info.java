/**
 * The rules: one interface per area, one property per rule.
 *
 * <p>A property draws a case and hands it on; the rule's body is a function from a materialised
 * example to a judgement, and drives the layer through {@link io.layertck.drive.Driver} only. No
 * subject's code is known here, and nothing is written to files.
 */
@NullMarked
package io.layertck.contract;

import org.jspecify.annotations.NullMarked;

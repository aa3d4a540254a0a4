/** Shows that what is measured is what was there. */
@NullMarked
package io.layertck.observe;

import org.jspecify.annotations.NullMarked;

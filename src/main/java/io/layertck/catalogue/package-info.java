/** The rules as data, read off the contracts' annotations; nothing is written twice. */
@NullMarked
package io.layertck.catalogue;

import org.jspecify.annotations.NullMarked;

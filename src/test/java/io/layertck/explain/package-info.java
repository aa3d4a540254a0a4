@NullMarked
package io.layertck.explain;

import org.jspecify.annotations.NullMarked;

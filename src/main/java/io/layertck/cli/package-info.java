/** The command line: one class per command, and what the commands share. */
@NullMarked
package io.layertck.cli;

import org.jspecify.annotations.NullMarked;

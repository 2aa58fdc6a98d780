/** The command line. */
@NullMarked
package dev.hub.load.launch;

import org.jspecify.annotations.NullMarked;

/** What the structure of the whole code base promises. */
@NullMarked
package dev.hub.architecture;

import org.jspecify.annotations.NullMarked;

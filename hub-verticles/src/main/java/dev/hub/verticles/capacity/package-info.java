/** Measures how this instance is doing, and has it admit less while it has more to do than it can. */
@NullMarked
package dev.hub.verticles.capacity;

import org.jspecify.annotations.NullMarked;

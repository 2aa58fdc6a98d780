/** One timer for many who sleep until there is something to do. */
@NullMarked
package dev.hub.verticles.alarm;

import org.jspecify.annotations.NullMarked;

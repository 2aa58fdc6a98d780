/** Jobs that come by the clock: when, how often, and what becomes of times that were missed. */
@NullMarked
package dev.hub.core.schedule;

import org.jspecify.annotations.NullMarked;

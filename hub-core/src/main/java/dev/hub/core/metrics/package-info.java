/** The names under which the hub's meters are exported, and counters that cost next to nothing on an event loop. */
@NullMarked
package dev.hub.core.metrics;

import org.jspecify.annotations.NullMarked;

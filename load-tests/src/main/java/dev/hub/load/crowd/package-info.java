/** The generator: one event loop, many sockets, one publisher, and the tally of what arrived. */
@NullMarked
package dev.hub.load.crowd;

import org.jspecify.annotations.NullMarked;

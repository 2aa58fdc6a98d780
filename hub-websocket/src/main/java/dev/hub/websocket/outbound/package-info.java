/** What goes out to a socket: frames, the bounded queue they wait in, and the turn that writes them all at once. */
@NullMarked
package dev.hub.websocket.outbound;

import org.jspecify.annotations.NullMarked;

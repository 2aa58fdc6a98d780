/** Which sockets of this event loop are subscribed to which channel, and the fan-out to them. */
@NullMarked
package dev.hub.websocket.delivery;

import org.jspecify.annotations.NullMarked;

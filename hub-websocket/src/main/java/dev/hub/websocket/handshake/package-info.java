/** Which HTTP requests become WebSockets. */
@NullMarked
package dev.hub.websocket.handshake;

import org.jspecify.annotations.NullMarked;

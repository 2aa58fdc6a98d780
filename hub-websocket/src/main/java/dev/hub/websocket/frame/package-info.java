/** What comes in from a socket: WebSocket frames (RFC 6455), put together to messages and checked. */
@NullMarked
package dev.hub.websocket.frame;

import org.jspecify.annotations.NullMarked;

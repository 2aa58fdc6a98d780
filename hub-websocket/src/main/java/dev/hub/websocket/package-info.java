/**
 * The sockets of this instance. {@link dev.hub.websocket.WebSocketVerticle} is the door: one on each event loop, which
 * owns its connections and shares nothing with the others.
 */
@NullMarked
package dev.hub.websocket;

import org.jspecify.annotations.NullMarked;

/** The rules on rates that connections count themselves: what holds on an event loop, and what a connection has used. */
@NullMarked
package dev.hub.websocket.limit;

import org.jspecify.annotations.NullMarked;

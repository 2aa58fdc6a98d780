/** What each command of the client protocol does. */
@NullMarked
package dev.hub.websocket.command;

import org.jspecify.annotations.NullMarked;

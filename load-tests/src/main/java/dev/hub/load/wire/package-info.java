/** WebSocket at byte level, as a client that is in a hurry sees it: handshake, frames, nothing else. */
@NullMarked
package dev.hub.load.wire;

import org.jspecify.annotations.NullMarked;

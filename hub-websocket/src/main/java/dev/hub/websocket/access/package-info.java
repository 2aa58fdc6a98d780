/** Who may connect, subscribe and publish. Decisions are pure; tokens are checked elsewhere. */
@NullMarked
package dev.hub.websocket.access;

import org.jspecify.annotations.NullMarked;

/** What one event loop counts, and how it is exported. */
@NullMarked
package dev.hub.websocket.metering;

import org.jspecify.annotations.NullMarked;

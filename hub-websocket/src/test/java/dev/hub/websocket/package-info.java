@NullMarked
package dev.hub.websocket;

import org.jspecify.annotations.NullMarked;

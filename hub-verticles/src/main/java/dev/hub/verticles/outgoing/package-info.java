/** Signed requests to the application's own servers. */
@NullMarked
package dev.hub.verticles.outgoing;

import org.jspecify.annotations.NullMarked;

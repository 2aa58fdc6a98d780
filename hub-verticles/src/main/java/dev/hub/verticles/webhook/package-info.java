/** Posts events to the application's addresses: at least once, in the order of each channel. */
@NullMarked
package dev.hub.verticles.webhook;

import org.jspecify.annotations.NullMarked;

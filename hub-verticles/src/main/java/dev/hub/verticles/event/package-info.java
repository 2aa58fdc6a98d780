/** Brings events from the outboxes to the events channels. */
@NullMarked
package dev.hub.verticles.event;

import org.jspecify.annotations.NullMarked;

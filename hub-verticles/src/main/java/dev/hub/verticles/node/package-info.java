/** This instance among the others: its heartbeat in Valkey, and what is passed on to all instances. */
@NullMarked
package dev.hub.verticles.node;

import org.jspecify.annotations.NullMarked;

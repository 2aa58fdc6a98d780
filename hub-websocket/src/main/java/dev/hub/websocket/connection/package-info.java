/** One client's connection: its states, its commands in order, its subscriptions and its deadlines. */
@NullMarked
package dev.hub.websocket.connection;

import org.jspecify.annotations.NullMarked;

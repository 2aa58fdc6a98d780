/**
 * How verticles of one hub talk: addresses, the messages on them, and {@link dev.hub.core.bus.HubClient}, with which
 * a verticle of the application's own takes part. Everything stays inside this JVM; between instances goes Valkey.
 */
@NullMarked
package dev.hub.core.bus;

import org.jspecify.annotations.NullMarked;

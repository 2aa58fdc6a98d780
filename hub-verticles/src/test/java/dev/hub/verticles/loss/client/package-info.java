/**
 * Those who use the hub in a loss test: writers by the HTTP API, readers by the client protocol, some of them official
 * SDKs. Everything of one run lives on one Vert.x context and needs no locks.
 */
@NullMarked
package dev.hub.verticles.loss.client;

import org.jspecify.annotations.NullMarked;

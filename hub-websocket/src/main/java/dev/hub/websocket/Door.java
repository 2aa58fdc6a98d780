package dev.hub.websocket;

import dev.hub.websocket.handshake.AddressGate;
import dev.hub.websocket.handshake.Handshake;

/**
 * What stands between a request and a socket.
 *
 * @param handshake whether a request may become one
 * @param addresses how many each address may have
 * @param maxConnections how many the event loop may hold
 */
record Door(Handshake handshake, AddressGate addresses, int maxConnections) {}

package dev.hub.core.bus;

import dev.hub.core.channel.Payload;

/**
 * A client's call of a method of the application.
 *
 * @param user who calls; empty for an anonymous client
 * @param client the id of the connection; empty for a verticle
 * @param connection where the connection's event loop takes {@link ConnectionCommand}s; empty for a verticle
 */
public record RpcRequest(String method, Payload data, String user, String client, String connection) {}

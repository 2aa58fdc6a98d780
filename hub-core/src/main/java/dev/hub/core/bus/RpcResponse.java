package dev.hub.core.bus;

import dev.hub.core.channel.Payload;

/** What the application answers to a {@link RpcRequest}. */
public record RpcResponse(Payload data) {}

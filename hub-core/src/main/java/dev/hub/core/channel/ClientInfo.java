package dev.hub.core.channel;

import org.jspecify.annotations.Nullable;

/**
 * Who published, joined or left.
 *
 * @param user the user's id; empty for an anonymous one
 * @param client the id of the connection
 * @param connInfo what the connection token said about the user ({@code info}), if anything
 * @param chanInfo what the subscription token said about the user in this channel, if anything
 */
public record ClientInfo(
        String user,
        String client,
        @Nullable Payload connInfo,
        @Nullable Payload chanInfo) {}

package dev.hub.core.auth;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription token says.
 *
 * @param user id of the user that may subscribe ({@code sub}); must be the connection's
 * @param channel the one channel that it admits to ({@code channel})
 * @param expireAt when the subscription must be refreshed, in seconds since 1970; 0 for never
 * @param info what others are told of the user in this channel ({@code info}), if anything
 */
public record SubscriptionClaims(
        String user,
        ChannelName channel,
        long expireAt,
        @Nullable Payload info) {}

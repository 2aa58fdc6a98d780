package dev.hub.core.auth;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription token says.
 *
 * @param user id of the user that may subscribe ({@code sub}); must be the connection's
 * @param client id of the one connection that may ({@code client}); empty for all of the user's
 * @param channel the one channel, or pattern, that it admits to ({@code channel})
 * @param expireAt when the subscription must be refreshed, in seconds since 1970; 0 for never
 * @param grant what else it says of the subscription
 * @param stamp by which the token can be revoked
 */
public record SubscriptionClaims(
        String user, String client, ChannelName channel, long expireAt, SubscriptionGrant grant, TokenStamp stamp) {
    /** With nothing special but what others are told, of a token that cannot be told from others. */
    public SubscriptionClaims(String user, ChannelName channel, long expireAt, @Nullable Payload info) {
        this(user, "", channel, expireAt, SubscriptionGrant.of(info), TokenStamp.BLANK);
    }

    /** Who subscribes, for the revocations. */
    public Bearer bearer() {
        return stamp.of(user);
    }

    /** What others are told of the user in this channel, if anything. */
    public @Nullable Payload info() {
        return grant.info();
    }
}

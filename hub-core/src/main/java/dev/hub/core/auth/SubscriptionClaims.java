package dev.hub.core.auth;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription token says.
 *
 * @param user id of the user that may subscribe ({@code sub}); must be the connection's
 * @param channel the one channel that it admits to ({@code channel})
 * @param expireAt when the subscription must be refreshed, in seconds since 1970; 0 for never
 * @param info what others are told of the user in this channel ({@code info}), if anything
 * @param stamp by which the token can be revoked
 */
public record SubscriptionClaims(
        String user,
        ChannelName channel,
        long expireAt,
        @Nullable Payload info,
        TokenStamp stamp) {
    /** Of a token that cannot be told from others. */
    public SubscriptionClaims(String user, ChannelName channel, long expireAt, @Nullable Payload info) {
        this(user, channel, expireAt, info, TokenStamp.BLANK);
    }

    /** Who subscribes, for the revocations. */
    public Bearer bearer() {
        return stamp.of(user);
    }
}

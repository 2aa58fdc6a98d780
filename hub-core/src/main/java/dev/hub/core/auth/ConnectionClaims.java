package dev.hub.core.auth;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection token says.
 *
 * @param user id of the user ({@code sub}); empty for an anonymous one
 * @param expireAt when the connection must be refreshed, in seconds since 1970; 0 for never
 * @param info what others are told of the user ({@code info}), if anything
 * @param channels to which the hub subscribes the connection ({@code channels})
 * @param stamp by which the token can be revoked
 */
public record ConnectionClaims(
        String user, long expireAt, @Nullable Payload info, List<ChannelName> channels, TokenStamp stamp) {
    /** Copies {@code channels}. */
    public ConnectionClaims {
        channels = List.copyOf(channels);
    }

    /** Of a token that cannot be told from others. */
    public ConnectionClaims(String user, long expireAt, @Nullable Payload info, List<ChannelName> channels) {
        this(user, expireAt, info, channels, TokenStamp.BLANK);
    }

    /** Nobody in particular, for ever. */
    public static ConnectionClaims anonymous() {
        return new ConnectionClaims("", 0, null, List.of(), TokenStamp.NONE);
    }

    /** Who connects, for the revocations. */
    public Bearer bearer() {
        return stamp.of(user);
    }
}

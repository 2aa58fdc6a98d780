package dev.hub.core.auth;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection token says.
 *
 * @param user id of the user ({@code sub}); empty for an anonymous one
 * @param expireAt when the connection must be refreshed, in seconds since 1970; 0 for never
 * @param info what others are told of the user ({@code info}), if anything
 * @param channels to which the hub subscribes the connection ({@code channels})
 */
public record ConnectionClaims(
        String user, long expireAt, @Nullable Payload info, List<ChannelName> channels) {
    /** Copies {@code channels}. */
    public ConnectionClaims {
        channels = List.copyOf(channels);
    }

    /** Nobody in particular, for ever. */
    public static ConnectionClaims anonymous() {
        return new ConnectionClaims("", 0, null, List.of());
    }
}

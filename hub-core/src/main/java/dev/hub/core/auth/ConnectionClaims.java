package dev.hub.core.auth;

import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection token says.
 *
 * @param principal the user ({@code sub}), and what the token lets it do ({@code caps}, {@code roles})
 * @param expireAt when the connection must be refreshed, in seconds since 1970; 0 for never
 * @param info what others are told of the user ({@code info}), if anything
 * @param meta what the application alone is told ({@code meta}), if anything
 * @param subs to which the hub subscribes the connection ({@code channels} and {@code subs}), in their order
 * @param stamp by which the token can be revoked
 */
public record ConnectionClaims(
        Principal principal,
        long expireAt,
        @Nullable Payload info,
        @Nullable Payload meta,
        Map<ChannelName, SubscriptionGrant> subs,
        TokenStamp stamp) {
    /** Copies {@code subs}. */
    public ConnectionClaims {
        subs = subs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(subs));
    }

    /** Without rights and without anything special about its channels. */
    public ConnectionClaims(
            String user, long expireAt, @Nullable Payload info, List<ChannelName> channels, TokenStamp stamp) {
        this(Principal.of(user), expireAt, info, null, plain(channels), stamp);
    }

    /** The same, of a token that cannot be told from others. */
    public ConnectionClaims(String user, long expireAt, @Nullable Payload info, List<ChannelName> channels) {
        this(user, expireAt, info, channels, TokenStamp.BLANK);
    }

    /** Nobody in particular, for ever. */
    public static ConnectionClaims anonymous() {
        return new ConnectionClaims("", 0, null, List.of(), TokenStamp.NONE);
    }

    private static Map<ChannelName, SubscriptionGrant> plain(List<ChannelName> channels) {
        Map<ChannelName, SubscriptionGrant> subs = new LinkedHashMap<>();
        channels.forEach(channel -> subs.put(channel, SubscriptionGrant.NONE));
        return subs;
    }

    /** Who connects, for the revocations. */
    public Bearer bearer() {
        return stamp.of(user());
    }

    /** Id of the user; empty for an anonymous one. */
    public String user() {
        return principal.user();
    }

    /** To which the hub subscribes the connection. */
    public List<ChannelName> channels() {
        return List.copyOf(subs.keySet());
    }
}

package dev.hub.verticles.launch;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Secret;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.channel.ChannelName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens by which the command line gets in.
 *
 * @param connection for the connection; empty for none
 * @param channels for each channel the token for it; empty where the connection's is to do
 */
record Passes(String connection, Map<ChannelName, String> channels) {
    private static final String USER = "hub-cli";

    /** Only the connection's. */
    static Passes of(String token, List<ChannelName> channels) {
        Map<ChannelName, String> none = new LinkedHashMap<>();
        channels.forEach(channel -> none.put(channel, ""));
        return new Passes(token, none);
    }

    /** Made with {@code secret}, for every channel; none when it is empty. */
    static Passes of(Secret secret, List<ChannelName> channels) {
        if (secret.isEmpty()) {
            return of("", channels);
        }
        TokenMinter minter = new TokenMinter(secret);
        Map<ChannelName, String> tokens = new LinkedHashMap<>();
        channels.forEach(
                channel -> tokens.put(channel, minter.subscription(new SubscriptionClaims(USER, channel, 0, null))));
        return new Passes(minter.connection(new ConnectionClaims(USER, 0, null, List.of())), tokens);
    }
}

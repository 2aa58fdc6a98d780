package dev.hub.verticles.launch;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Tokens that {@link HubProcess} accepts. */
public final class TestTokens {
    private static final TokenMinter MINTER = new TokenMinter(Secret.of(HubProcess.SECRET));

    private TestTokens() {}

    /** A connection token of {@code user} that never expires. */
    public static String of(String user) {
        return of(user, List.of());
    }

    /** The same, of which others are told {@code {"name": user}}. */
    static String named(String user) {
        Payload info = Payload.ofJson("{\"name\":\"" + user + "\"}");
        return MINTER.connection(new ConnectionClaims(user, 0, info, List.of()));
    }

    /** The same; the hub subscribes who shows it to {@code channels}. */
    static String of(String user, List<ChannelName> channels) {
        return MINTER.connection(new ConnectionClaims(user, 0, null, channels));
    }

    /** A token of just these claims. */
    public static String signed(JsonObject claims) {
        return MINTER.sign(claims);
    }
}

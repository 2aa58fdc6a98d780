package dev.hub.websocket.connection;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of an authenticated connection. */
public final class Session {
    private final UUID client;
    private final @Nullable Payload info;
    private Principal principal;
    private @Nullable Payload meta;
    final PingSchedule pings;
    private long expireAt;

    Session(UUID client, ConnectionClaims claims, PingSchedule pings) {
        this.client = client;
        this.principal = claims.principal();
        this.meta = claims.meta();
        this.info = claims.info();
        this.pings = pings;
        this.expireAt = claims.expireAt();
    }

    /** The connection's id, unique over all instances. */
    public String client() {
        return client.toString();
    }

    UUID id() {
        return client;
    }

    boolean isClient(UUID id) {
        return client.equals(id);
    }

    /** The user's id; empty for an anonymous one. */
    public String user() {
        return principal.user();
    }

    /** The user, and what its token lets it do. */
    public Principal principal() {
        return principal;
    }

    /** What the application is told of the user, and nobody else; if anything. */
    public @Nullable Payload meta() {
        return meta;
    }

    /** When the connection must be refreshed, in seconds since 1970; 0 for never. */
    public long expireAt() {
        return expireAt;
    }

    /** Another token of the same user takes the place of the first. */
    void renew(ConnectionClaims claims) {
        principal = claims.principal();
        meta = claims.meta();
        expireAt = claims.expireAt();
    }

    void expireAt(long seconds) {
        expireAt = seconds;
    }

    /** What others are told of this client, where the subscription says {@code chanInfo}. */
    public ClientInfo info(@Nullable Payload chanInfo) {
        return new ClientInfo(user(), client(), info, chanInfo);
    }
}

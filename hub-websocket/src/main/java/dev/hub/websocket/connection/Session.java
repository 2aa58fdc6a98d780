package dev.hub.websocket.connection;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Caller;
import dev.hub.core.decision.Caller.ClientHeaders;
import dev.hub.core.revocation.Bearer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of an authenticated connection. */
public final class Session extends UserTable.Member {
    private final UUID client;
    private @Nullable Payload info;
    private Principal principal;
    final PingSchedule pings;
    private final ClientConnection connection;
    private final ClientApp app;
    /** Seconds since 1970 as an unsigned number. */
    private final int connectedAt;

    private TokenStamp stamp;
    private long expireAt;

    /** What the application knows of the client, where it is asked; else nothing that costs memory. */
    private Origin origin = Origin.UNKNOWN;

    /** What the application is asked about in time; null for nothing. */
    @Nullable
    Renewals renewals;

    Session(UUID client, ClientConnection connection, ConnectionClaims claims, PingSchedule pings, ClientApp app) {
        this.client = client;
        this.connection = connection;
        this.app = app;
        this.connectedAt = (int) connection.scope().seconds();
        this.stamp = claims.stamp();
        this.principal = claims.principal();
        this.info = claims.info();
        this.pings = pings;
        this.expireAt = claims.expireAt();
    }

    /**
     * What the application is told whenever it is asked about the client.
     *
     * @param meta what it attached to the connection
     */
    public record Origin(@Nullable Payload meta, ClientHeaders headers) {
        static final Origin UNKNOWN = new Origin(null, ClientHeaders.NONE);

        /** Of a client with {@code meta} and {@code headers}. */
        public static Origin of(@Nullable Payload meta, ClientHeaders headers) {
            boolean isKnown = meta != null
                    || !headers.transport().isEmpty()
                    || !headers.emulated().isEmpty();
            return isKnown ? new Origin(meta, headers) : UNKNOWN;
        }
    }

    /** The same session; the application is to be told that. */
    public Session from(Origin known) {
        origin = known;
        return this;
    }

    /** The client, as the application is told. */
    public Caller caller() {
        return Caller.overWebSocket(client(), user(), origin.meta(), origin.headers());
    }

    /** What others are told of the client wherever it is; null for nothing. */
    @Nullable
    Payload info() {
        return info;
    }

    /** What the application attached to the connection; null for nothing. */
    public @Nullable Payload meta() {
        return origin.meta();
    }

    /** Others are told {@code info} of the client from now on. */
    void tellOthers(Payload other) {
        info = other;
    }

    /** The connection's id, unique over all instances. */
    public String client() {
        return client.toString();
    }

    ClientConnection connection() {
        return connection;
    }

    /** What the application calls itself. */
    public ClientApp app() {
        return app;
    }

    /** In seconds since 1970. */
    public long connectedAt() {
        return Integer.toUnsignedLong(connectedAt);
    }

    /** Who it is and by what token, for the revocations. */
    public Bearer bearer() {
        return stamp.of(user());
    }

    UUID id() {
        return client;
    }

    /** The user's id; empty for an anonymous one. */
    @Override
    public String user() {
        return principal.user();
    }

    /** The user, and what its token lets it do. */
    public Principal principal() {
        return principal;
    }

    /** When the connection must be refreshed, in seconds since 1970; 0 for never. */
    public long expireAt() {
        return expireAt;
    }

    /** Another token of the same user takes the place of the first. */
    void renew(ConnectionClaims claims) {
        principal = claims.principal();
        stamp = claims.stamp();
        info = claims.info();
        origin = Origin.of(claims.meta(), origin.headers());
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

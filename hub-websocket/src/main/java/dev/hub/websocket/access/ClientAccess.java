package dev.hub.websocket.access;

import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.decision.CallbackRoutes;
import dev.hub.core.decision.KeptHeaders;
import dev.hub.core.revocation.CurrentRevocations;
import java.time.InstantSource;
import java.util.List;

/**
 * The rules by which clients are let in.
 *
 * @param tokens checks connection and subscription tokens
 * @param namespaces the rights in channels
 * @param insecure no tokens are needed and everything is allowed, but tokens that are shown must be good. For local
 *     development only
 * @param allowAnonymous who shows no token is let in without a user id
 * @param allowedOrigins web origins besides the hub's own, such as {@code https://app.example.com}; {@code *} for all.
 *     Requests without origin, which do not come from a browser, pass
 * @param clock what the expiry of connections and subscriptions is compared to
 * @param revocations the users and tokens that were taken back
 * @param callbacks who in the application decides about connections
 * @param keptHeaders what the application is told of the clients' headers
 * @param restrictRpc clients may call only those methods that a capability allows
 */
public record ClientAccess(
        TokenVerifier tokens,
        CurrentNamespaces namespaces,
        boolean insecure,
        boolean allowAnonymous,
        List<String> allowedOrigins,
        InstantSource clock,
        CurrentRevocations revocations,
        CallbackRoutes callbacks,
        KeptHeaders keptHeaders,
        boolean restrictRpc) {
    /** Copies {@code allowedOrigins}. */
    public ClientAccess {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** The same; only verticles that registered are asked, no headers are kept, and all methods may be called. */
    public ClientAccess(
            TokenVerifier tokens,
            CurrentNamespaces namespaces,
            boolean insecure,
            boolean allowAnonymous,
            List<String> allowedOrigins,
            InstantSource clock,
            CurrentRevocations revocations) {
        this(
                tokens,
                namespaces,
                insecure,
                allowAnonymous,
                allowedOrigins,
                clock,
                revocations,
                CallbackRoutes.NONE,
                KeptHeaders.NONE,
                false);
    }

    /** Who shows no token may connect. */
    public boolean admitsWithoutToken() {
        return insecure || allowAnonymous;
    }
}

package dev.hub.core.auth;

import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Expired;
import dev.hub.core.auth.TokenVerdict.Rejected;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.auth.capability.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells whether a token is genuine and in time, and what it says. Tokens are JSON Web Tokens (RFC 7519) in compact form.
 * Whatever a client sends is a verdict; a failed Future means that the verdict cannot be found now, for want of a key set
 * or under too much load, and carries what the client is to be told. Safe to use from any thread; one serves all event
 * loops.
 */
public final class TokenVerifier {
    /** Longest token that is looked at, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** How far the clock of who issues tokens may be ahead of ours ({@code nbf}, {@code iat}), in seconds. */
    private static final long CLOCK_SKEW = 30;

    private final SignatureCheck connections;
    private final SignatureCheck subscriptions;
    private final InstantSource clock;

    /**
     * A verifier of the tokens that these policies describe, each kind by its own.
     *
     * @param roles what the roles in tokens stand for
     * @param clock what {@code exp}, {@code nbf} and {@code iat} are compared to
     */
    public TokenVerifier(
            TokenPolicy connections,
            TokenPolicy subscriptions,
            List<Role> roles,
            SignatureWorkers workers,
            InstantSource clock) {
        RoleBook book = new RoleBook(roles);
        this.connections = new SignatureCheck(connections, book, workers);
        this.subscriptions = new SignatureCheck(subscriptions, book, workers);
        this.clock = clock;
    }

    /** A verifier of tokens of both kinds that are signed with one of {@code keys}. */
    public TokenVerifier(Vertx vertx, TokenKeys keys, InstantSource clock) {
        this(TokenPolicy.of(keys), TokenPolicy.of(keys), List.of(), new SignatureWorkers(vertx), clock);
    }

    /** The verdict on a token that a client connects or refreshes its connection with. */
    public Future<TokenVerdict<ConnectionClaims>> verifyConnection(String token) {
        return verify(token, connections, TokenVerifier::connectionClaims);
    }

    /** The verdict on a token that a client subscribes or refreshes a subscription with. */
    public Future<TokenVerdict<SubscriptionClaims>> verifySubscription(String token) {
        return verify(token, subscriptions, TokenVerifier::subscriptionClaims);
    }

    /** Tokens of both kinds whose signatures need not be checked again. */
    long verifiedTokens() {
        return connections.verified().size() + subscriptions.verified().size();
    }

    /** Makes the claims of one kind of token. */
    private interface Kind<T> {
        T of(Claims claims) throws Malformed;
    }

    private <T> Future<TokenVerdict<T>> verify(String token, SignatureCheck check, Kind<T> kind) {
        if (token.length() > MAX_LENGTH) {
            return Future.succeededFuture(new Rejected<>("it is longer than " + MAX_LENGTH + " characters"));
        }
        if (!check.policy().hasKeys()) {
            return Future.succeededFuture(new Rejected<>("no key for tokens is configured"));
        }
        return check.check(token).map(verdict -> judge(verdict, check.policy(), kind));
    }

    private <T> TokenVerdict<T> judge(TokenVerdict<Claims> verdict, TokenPolicy policy, Kind<T> kind) {
        return switch (verdict) {
            case Accepted<Claims> accepted -> judge(accepted.claims(), policy, kind);
            case Expired<Claims> expired -> new Expired<>();
            case Rejected<Claims> rejected -> new Rejected<>(rejected.reason());
        };
    }

    private <T> TokenVerdict<T> judge(Claims claims, TokenPolicy policy, Kind<T> kind) {
        try {
            requireAddressee(claims, policy);
            T content = kind.of(claims);
            Instant now = clock.instant();
            if (claims.liesAfter(now.getEpochSecond() + CLOCK_SKEW)) {
                return new Rejected<>("it is not valid yet (nbf, iat)");
            }
            return claims.expiredAt(now) ? new Expired<>() : new Accepted<>(content);
        } catch (Malformed fault) {
            return new Rejected<>(fault.reason());
        }
    }

    private static void requireAddressee(Claims claims, TokenPolicy policy) throws Malformed {
        if (!policy.audience().isEmpty() && !claims.audiences.contains(policy.audience())) {
            throw new Malformed("it is made for another audience (aud)");
        }
        if (!policy.issuer().isEmpty() && !claims.issuer.equals(policy.issuer())) {
            throw new Malformed("it is made by another issuer (iss)");
        }
    }

    private static ConnectionClaims connectionClaims(Claims claims) throws Malformed {
        if (!claims.channel.isEmpty()) {
            throw new Malformed("it is made for a subscription, not for a connection");
        }
        return new ConnectionClaims(
                new Principal(claims.user, claims.rights),
                claims.renewal(),
                claims.grant.info(),
                claims.meta,
                claims.subs,
                claims.stamp());
    }

    private static SubscriptionClaims subscriptionClaims(Claims claims) throws Malformed {
        if (claims.channel.isEmpty()) {
            throw new Malformed("it is made for a connection, not for a subscription: it has no claim \"channel\"");
        }
        return new SubscriptionClaims(
                claims.user,
                claims.client,
                ClaimReader.channelName("channel", claims.channel),
                claims.renewal(),
                claims.grant,
                claims.stamp());
    }
}

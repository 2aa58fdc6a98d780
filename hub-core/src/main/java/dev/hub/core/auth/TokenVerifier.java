package dev.hub.core.auth;

import dev.hub.core.auth.Claims.Malformed;
import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Expired;
import dev.hub.core.auth.TokenVerdict.Rejected;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * Tells whether a token is genuine and in time, and what it says. Tokens are JSON Web Tokens (RFC 7519) in compact
 * form, signed with {@link HmacAlgorithm HS256, HS384 or HS512}. Whatever a client sends is a verdict, never a failed
 * Future. Safe to use from any thread; takes some ten microseconds.
 */
public final class TokenVerifier {
    /** Longest token that is looked at, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** How far the clock of who issues tokens may be ahead of ours ({@code nbf}, {@code iat}), in seconds. */
    private static final long CLOCK_SKEW = 30;

    private final List<JWTAuth> keys;
    private final InstantSource clock;

    /**
     * A verifier of tokens that are signed with one of {@code keys}.
     *
     * @param clock what {@code exp}, {@code nbf} and {@code iat} are compared to
     */
    public TokenVerifier(Vertx vertx, TokenKeys keys, InstantSource clock) {
        this.keys = keys.verifying().stream()
                .map(secret -> JWTAuth.create(vertx, optionsFor(secret)))
                .toList();
        this.clock = clock;
    }

    /** The verdict on a token that a client connects or refreshes its connection with. */
    public Future<TokenVerdict<ConnectionClaims>> verifyConnection(String token) {
        return verify(token, TokenVerifier::connectionClaims);
    }

    /** The verdict on a token that a client subscribes or refreshes a subscription with. */
    public Future<TokenVerdict<SubscriptionClaims>> verifySubscription(String token) {
        return verify(token, TokenVerifier::subscriptionClaims);
    }

    /** Makes the claims of one kind of token. */
    private interface Kind<T> {
        T of(Claims claims) throws Malformed;
    }

    private <T> Future<TokenVerdict<T>> verify(String token, Kind<T> kind) {
        if (token.length() > MAX_LENGTH) {
            return rejected("it is longer than " + MAX_LENGTH + " characters");
        }
        if (keys.isEmpty()) {
            return rejected("no secret for tokens is configured");
        }
        return hasGenuineSignature(token, keys.iterator())
                .map(genuine -> genuine
                        ? verdict(token, kind)
                        : new Rejected<T>("it is malformed, or signed with another key or algorithm"));
    }

    private static <T> Future<TokenVerdict<T>> rejected(String reason) {
        return Future.succeededFuture(new Rejected<>(reason));
    }

    private static Future<Boolean> hasGenuineSignature(String token, Iterator<JWTAuth> candidates) {
        if (!candidates.hasNext()) {
            return Future.succeededFuture(false);
        }
        return authenticate(token, candidates.next())
                .transform(user ->
                        user.succeeded() ? Future.succeededFuture(true) : hasGenuineSignature(token, candidates));
    }

    /** Some malformed tokens make the library throw. */
    private static Future<?> authenticate(String token, JWTAuth key) {
        try {
            return key.authenticate(new TokenCredentials(token));
        } catch (RuntimeException malformed) {
            return Future.failedFuture(malformed);
        }
    }

    private <T> TokenVerdict<T> verdict(String token, Kind<T> kind) {
        try {
            Claims claims = Claims.parse(payloadOf(token));
            T content = kind.of(claims);
            Instant now = clock.instant();
            long latest = now.getEpochSecond() + CLOCK_SKEW;
            if (claims.notBefore > latest || claims.issuedAt > latest) {
                return new Rejected<>("it is not valid yet");
            }
            return claims.expiredAt(now) ? new Expired<>() : new Accepted<>(content);
        } catch (Malformed fault) {
            return new Rejected<>(String.valueOf(fault.getMessage()));
        }
    }

    private static byte[] payloadOf(String token) {
        int start = token.indexOf('.') + 1;
        String payload = token.substring(start, token.indexOf('.', start));
        return Base64.getUrlDecoder().decode(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ConnectionClaims connectionClaims(Claims claims) throws Malformed {
        if (!claims.channel.isEmpty()) {
            throw new Malformed("it is made for a subscription, not for a connection");
        }
        return new ConnectionClaims(claims.user, claims.renewal(), claims.info, claims.channels, claims.stamp());
    }

    private static SubscriptionClaims subscriptionClaims(Claims claims) throws Malformed {
        if (claims.channel.isEmpty()) {
            throw new Malformed("it is made for a connection, not for a subscription: it has no claim \"channel\"");
        }
        return new SubscriptionClaims(
                claims.user,
                Claims.channelName("channel", claims.channel),
                claims.renewal(),
                claims.info,
                claims.stamp());
    }

    /** The times are checked here, with our clock; the library has its own and tells "expired" from nothing else. */
    private static JWTAuthOptions optionsFor(Secret secret) {
        JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        for (HmacAlgorithm algorithm : HmacAlgorithm.values()) {
            options.addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm(algorithm.name()).setBuffer(secret.reveal()));
        }
        return options;
    }
}

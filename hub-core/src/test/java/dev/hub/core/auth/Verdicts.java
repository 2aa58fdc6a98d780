package dev.hub.core.auth;

import dev.hub.core.auth.key.VerificationKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Verifiers at a time that stands still, and their verdicts. */
final class Verdicts {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final long NOW = 1_800_000_000L;
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));

    private Verdicts() {}

    /** Of tokens that are signed with the secret or one of {@code keys}. */
    static TokenVerifier verifier(Vertx vertx, PublicKey... keys) {
        List<VerificationKey> own = Stream.of(keys).map(VerificationKey::of).toList();
        return new TokenVerifier(vertx, new TokenKeys(Secret.of(SECRET), Secret.NONE, own), CLOCK);
    }

    static TokenVerifier verifier(Vertx vertx, TokenPolicy connections, TokenPolicy subscriptions) {
        return new TokenVerifier(connections, subscriptions, List.of(), new SignatureWorkers(vertx), CLOCK);
    }

    /** Why the token is rejected; empty when it is not. */
    static String reason(TokenVerdict<?> verdict) {
        return verdict instanceof TokenVerdict.Rejected<?> rejected ? rejected.reason() : "";
    }

    static ConnectionClaims claims(TokenVerdict<ConnectionClaims> verdict) {
        if (verdict instanceof TokenVerdict.Accepted<ConnectionClaims> accepted) {
            return accepted.claims();
        }
        throw new AssertionError("not accepted: " + verdict);
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}

package dev.hub.verticles.launch;

import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.config.AuthConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Says whether a token is good by the configuration, or why not, and what it says. */
final class TokenExplanation {
    private static final long PATIENCE_SECONDS = 70;

    private final AuthConfig auth;
    private final InstantSource clock;
    private final PrintWriter out;

    TokenExplanation(AuthConfig auth, InstantSource clock, PrintWriter out) {
        this.auth = auth;
        this.clock = clock;
        this.out = out;
    }

    /** Prints all of it; true when the token is good. */
    boolean explain(String token) {
        JsonObject claims = part(token, 1);
        boolean isForSubscription = claims.containsKey("channel");
        String kind = isForSubscription ? "subscription" : "connection";
        Result result = verdict(token, isForSubscription);
        out.println((result.isGood() ? "Good " : "No good ") + kind + " token" + result.text());
        print("header", part(token, 0));
        print(result.isGenuine() ? "claims" : "claims (not verified)", claims);
        tellTime("expires", claims.getValue("exp"));
        tellTime("issued", claims.getValue("iat"));
        return result.isGood();
    }

    private record Result(boolean isGood, boolean isGenuine, String text) {
        static Result of(TokenVerdict<?> verdict) {
            return switch (verdict) {
                case TokenVerdict.Accepted<?> accepted -> new Result(true, true, "");
                case TokenVerdict.Expired<?> expired -> new Result(false, true, ": it has expired (exp, expire_at)");
                case TokenVerdict.Rejected<?> rejected -> new Result(false, false, ": " + rejected.reason());
            };
        }
    }

    private Result verdict(String token, boolean isForSubscription) {
        Vertx vertx = Vertx.vertx();
        try {
            TokenVerifier verifier = TokenWiring.verifier(vertx, auth, clock);
            Future<Result> result = isForSubscription
                    ? verifier.verifySubscription(token).map(Result::of)
                    : verifier.verifyConnection(token).map(Result::of);
            return result.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of("interrupted", stopped);
        } catch (ExecutionException | TimeoutException undecided) {
            throw CommandFailure.of("it cannot be told now: the keys cannot be fetched (auth.jwks.url)", undecided);
        } finally {
            vertx.close().onFailure(left -> out.flush());
        }
    }

    /** What one part of a token says; nothing where that cannot be read. */
    private static JsonObject part(String token, int index) {
        String[] parts = token.split("\\.", -1);
        try {
            byte[] json = index < parts.length ? Base64.getUrlDecoder().decode(parts[index]) : new byte[0];
            return json.length == 0 ? new JsonObject() : new JsonObject(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | DecodeException | ClassCastException unreadable) {
            return new JsonObject();
        }
    }

    private void print(String name, JsonObject json) {
        out.println("  " + name + ": " + json.encode());
    }

    private void tellTime(String what, @Nullable Object value) {
        if (value instanceof Number seconds && Math.abs(seconds.doubleValue()) < Instant.MAX.getEpochSecond()) {
            out.println("  " + what + ": " + Instant.ofEpochSecond(seconds.longValue()));
        }
    }
}

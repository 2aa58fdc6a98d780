package dev.hub.verticles.launch;

import dev.hub.core.auth.SignatureWorkers;
import dev.hub.core.auth.TokenPolicy;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.auth.key.RemoteKeys;
import dev.hub.core.config.AuthConfig;
import dev.hub.core.config.TokenConfig;
import dev.hub.verticles.jwks.HttpKeySet;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Turns the configuration into what checks tokens. */
final class TokenWiring {
    private TokenWiring() {}

    /** One for the whole instance. Published keys are being fetched; nothing waits for them. */
    static TokenVerifier verifier(Vertx vertx, AuthConfig auth, InstantSource clock) {
        TokenPolicy connections = policy(vertx, auth.token(), clock);
        TokenPolicy subscriptions =
                auth.separatesSubscriptionTokens() ? policy(vertx, auth.subscriptionToken(), clock) : connections;
        return new TokenVerifier(connections, subscriptions, auth.roles(), new SignatureWorkers(vertx), clock);
    }

    private static TokenPolicy policy(Vertx vertx, TokenConfig config, InstantSource clock) {
        return new TokenPolicy(
                config.keys(), remote(vertx, config, clock), config.audience(), config.issuer(), config.userIdClaim());
    }

    private static @Nullable RemoteKeys remote(Vertx vertx, TokenConfig config, InstantSource clock) {
        if (!config.jwks().isEnabled()) {
            return null;
        }
        RemoteKeys keys = new RemoteKeys(
                vertx, new HttpKeySet(vertx, config.jwks()), config.jwks().settings(), clock);
        keys.warmUp();
        return keys;
    }
}

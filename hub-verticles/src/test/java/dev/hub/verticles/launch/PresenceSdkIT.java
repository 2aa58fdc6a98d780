package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import dev.hub.core.testkit.TlsCertificate;
import dev.hub.verticles.jwks.Publisher;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of the official SDK see each other over two hubs, and one that comes back in time has never been away. They show
 * tokens of every kind, whose keys the hubs have, or fetch from an identity provider over TLS.
 */
class PresenceSdkIT {
    private static final String CONFIGURATION = """
        channels:
          namespaces:
            - name: closed
            - name: room
              allow-subscribe-for-client: true
              presence: true
              join-leave: true
              presence-grace: 20s
              allow-presence-for-subscriber: true
        """;

    @TempDir
    private static Path directory;

    private static final Map<String, KeyPair> OWN = kinds();
    private static final Map<String, KeyPair> PUBLISHED = kinds();

    private static Vertx vertx;
    private static Standalone valkey;
    private static HubProcess first;
    private static HubProcess second;

    private static Map<String, KeyPair> kinds() {
        Map<String, KeyPair> pairs = new LinkedHashMap<>();
        pairs.put("rsa", TestKeys.rsa(2048));
        pairs.put("ecdsa", TestKeys.elliptic("secp256r1"));
        pairs.put("eddsa", TestKeys.ed25519());
        return pairs;
    }

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        valkey = Standalone.start(Engine.REDIS62);
        TlsCertificate trusted = TlsCertificate.create(directory.resolve("trusted"));
        TlsCertificate other = TlsCertificate.create(directory.resolve("other"));
        Publisher publisher = Publisher.overTls(
                vertx,
                trusted,
                PUBLISHED.entrySet().stream()
                        .map(each -> TestKeys.jwk(each.getKey(), each.getValue().getPublic()))
                        .toArray(JsonObject[]::new));
        CompletableFuture<HubProcess> starting = start(publisher, trusted);
        second = start(publisher, other).join();
        first = starting.join();
    }

    private static CompletableFuture<HubProcess> start(Publisher publisher, TlsCertificate trusted) throws IOException {
        List<String> settings = List.of(
                "valkey.url=" + valkey.url(),
                "auth.rsa-public-key-file=" + file("rsa"),
                "auth.ecdsa-public-key-file=" + file("ecdsa"),
                "auth.eddsa-public-key-file=" + file("eddsa"),
                "auth.jwks.url=" + publisher.url(),
                "auth.jwks.timeout=30s",
                "auth.jwks.retry-interval=500ms",
                "auth.jwks.ca-file=" + trusted.certificate());
        return CompletableFuture.supplyAsync(
                () -> HubProcess.startConfigured(CONFIGURATION, settings),
                start -> Thread.ofPlatform().start(start));
    }

    private static Path file(String kind) throws IOException {
        PublicKey key = Objects.requireNonNull(OWN.get(kind)).getPublic();
        return Files.writeString(directory.resolve(kind + ".pem"), TestKeys.pem(key));
    }

    @AfterAll
    static void stop() throws Exception {
        first.close();
        second.close();
        valkey.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void seeEachOtherOverTwoHubs() {
        SdkProgram.node(
                "presence.mjs",
                Map.of(
                        "HUBS",
                        first.url() + "," + second.url(),
                        "TOKENS",
                        TestTokens.named("bob") + "," + TestTokens.named("ann")));
    }

    private static JsonArray tokens(Map<String, KeyPair> pairs, boolean named) {
        JsonArray all = new JsonArray();
        pairs.forEach((kind, pair) -> {
            TokenMinter minter = new TokenMinter(SigningKey.of(pair.getPrivate()), named ? kind : "");
            JsonObject user = new JsonObject().put("sub", kind);
            all.add(new JsonObject()
                    .put("user", kind)
                    .put("connection", minter.sign(user))
                    .put("subscription", minter.sign(user.copy().put("channel", "closed:a"))));
        });
        return all;
    }

    @Test
    void areLetInByTokensOfEveryKindAndByPublishedKeys() {
        JsonArray good = tokens(OWN, false).addAll(tokens(PUBLISHED, true));
        JsonArray forged = tokens(kinds(), false);

        SdkProgram.node("tokens.mjs", Map.of("HUB", first.url(), "GOOD", good.encode(), "FORGED", forged.encode()));

        assertThat(first.log()).contains("The key set for tokens has 3 keys").doesNotContain("cannot be fetched");
    }

    @Test
    void aKeySetOfSomebodyElseIsRefusedAndTheLogSaysWhy() {
        SdkProgram.node(
                "tokens.mjs",
                Map.of(
                        "HUB",
                        second.url(),
                        "GOOD",
                        tokens(OWN, false).encode(),
                        "UNDECIDED",
                        tokens(PUBLISHED, true).encode()));

        await().until(() -> second.log()
                .contains("The key set for tokens cannot be fetched, tokens that need it wait: "
                        + "the server's certificate is not signed by an authority that the hub trusts"));
    }
}

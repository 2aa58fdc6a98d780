package dev.hub.verticles.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.key.JsonWebKeys;
import dev.hub.core.config.JwksConfig;
import dev.hub.core.testkit.TlsCertificate;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key set over TLS is taken from whom the configured authorities vouch for, and from nobody else. */
final class JwksTlsIT {
    @TempDir
    private static Path directory;

    private static Vertx vertx;
    private static TlsCertificate own;
    private static Publisher publisher;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        own = TlsCertificate.create(directory.resolve("own"));
        publisher = Publisher.overTls(
                vertx, own, TestKeys.jwk("first", TestKeys.ed25519().getPublic()));
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<byte[]> fetch(String url, @Nullable Path authorities) {
        JwksConfig usual = JwksConfig.defaults();
        JwksConfig config = new JwksConfig(
                url,
                usual.cacheTime(),
                usual.retryInterval(),
                usual.outageTolerance(),
                Duration.ofSeconds(5),
                authorities);
        return new HttpKeySet(vertx, config).fetch().toCompletionStage().toCompletableFuture();
    }

    private static void assertRefused(CompletableFuture<byte[]> fetched, String why) {
        assertThat(fetched)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining(why)
                .withMessageContaining("ca-file");
    }

    @Test
    void isTakenFromWhomOnesOwnAuthorityVouchesFor() throws Exception {
        byte[] set = fetch(publisher.url(), own.certificate()).get(10, TimeUnit.SECONDS);

        assertThat(JsonWebKeys.parse(set).keys().keys()).hasSize(1);
    }

    @Test
    void isRefusedUnderAnotherAuthorityOrTheUsualOnes() {
        int before = publisher.requests();
        Path other = TlsCertificate.create(directory.resolve("other")).certificate();

        assertRefused(fetch(publisher.url(), other), "not signed by an authority that the hub trusts");
        assertRefused(fetch(publisher.url(), null), "not signed by an authority that the hub trusts");
        assertThat(publisher.requests()).isEqualTo(before);
    }

    @Test
    void isRefusedUnderAnotherHostName() {
        int before = publisher.requests();

        assertRefused(fetch(publisher.url("127.0.0.2"), own.certificate()), "is for another host name");
        assertThat(publisher.requests()).isEqualTo(before);
    }

    @Test
    void isRefusedFromAServerThatDoesNotTalkTls() throws Exception {
        Publisher plain = new Publisher(vertx);

        assertRefused(
                fetch(plain.url().replace("http:", "https:"), own.certificate()), "does not talk TLS at this port");
    }
}

package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.Secret;
import dev.hub.core.decision.CallbackRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code callbacks}. */
final class CallbacksConfigTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void asksNobodyByDefault() {
        assertThat(Configs.of("").callbacks()).isEqualTo(CallbacksConfig.defaults());
        assertThat(Configs.of("callbacks: {endpoints: [{name: app, url: 'http://app:3000/hub'}]}")
                        .callbacks()
                        .endpoints())
                .containsExactly(EndpointConfig.of("app", "http://app:3000/hub"));
    }

    @Test
    void takesEveryKey() {
        CallbacksConfig callbacks = Configs.of("""
            callbacks:
              connect: app
              connect-with-token: true
              refresh: verticle
              rpc: app
              http-headers: [Cookie]
              emulated-headers: [Authorization]
              endpoints:
                - name: app
                  url: https://app/hub?x=1
                  timeout: 2s
                  retries: 3
                  max-parallel: 5
                  max-waiting: 6
                  max-answer-size: 1MiB
                  http-headers: [X-Real-Ip]
                  emulated-headers: [Authorization]
                  include-meta: true
                  breaker: {failures: 3, pause: 1m}
                  signing: {secret: %1$s, previous-secret: %1$s}
                  tls: {ca-file: ca.pem, cert-file: cert.pem, key-file: key.pem}
            """.formatted(SECRET)).callbacks();

        assertThat(callbacks.routes()).isEqualTo(new CallbackRoutes("app", true, "verticle", "app"));
        assertThat(callbacks.endpoints())
                .containsExactly(new EndpointConfig(
                        "app",
                        "https://app/hub?x=1",
                        Duration.ofSeconds(2),
                        3,
                        5,
                        6,
                        DataSize.ofMiB(1),
                        List.of("X-Real-Ip"),
                        List.of("Authorization"),
                        true,
                        new EndpointConfig.BreakerConfig(3, Duration.ofMinutes(1)),
                        new EndpointConfig.SigningConfig(Secret.of(SECRET), Secret.of(SECRET)),
                        new EndpointConfig.TlsConfig(
                                Configs.HOME.resolve("ca.pem"),
                                Configs.HOME.resolve("cert.pem"),
                                Configs.HOME.resolve("key.pem"))));
        Configs.assertEveryKeyIsMapped(callbacks, CallbacksConfig.defaults());
        Configs.assertEveryKeyIsMapped(callbacks.endpoints().getFirst(), EndpointConfig.defaults());
    }

    @Test
    void aSecretInAListMayStandInAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        String yaml = "callbacks: {endpoints: [{name: app, url: 'http://app', signing: {secret-file: '%s'}}]}"
                .formatted(file);
        Map<String, String> environment = Map.of(
                "HUB_CALLBACKS_ENDPOINTS_0_NAME", "app",
                "HUB_CALLBACKS_ENDPOINTS_0_URL", "http://app",
                "HUB_CALLBACKS_ENDPOINTS_0_SIGNING_SECRET_FILE", file.toString());

        for (HubConfig config :
                List.of(Configs.of(yaml), Configs.load("", environment).config())) {
            assertThat(config.callbacks().endpoints().getFirst().signing().secret())
                    .isEqualTo(Secret.of(SECRET));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [{url: 'http://a'}]                                     | callbacks.endpoints[0].name must be 2 to 64 letters, digits or one of - _ . and not verticle (file:1)
        [{name: verticle, url: 'http://a'}]                     | callbacks.endpoints[0].name must be 2 to 64 letters, digits or one of - _ . and not verticle, got verticle (file:1)
        [{name: ab, url: 'http://a'},{name: ab, url: 'http://a'}] | callbacks.endpoints[1].name must be given to one only, got ab (file:1)
        [{name: ab, url: 'ftp://a'}]                            | callbacks.endpoints[0].url must be http://host/path or https://host/path, got ftp://a (file:1)
        [{name: ab, url: 'http://u:p@a'}]                       | callbacks.endpoints[0].url must have no user, password or fragment in it, got http://u:p@a (file:1)
        [{name: ab, url: 'http://a', timeout: 4s}]              | callbacks.endpoints[0].timeout must be 10ms to 3s, got 4s (file:1)
        [{name: ab, url: 'http://a', breaker: {failures: 0}}]   | callbacks.endpoints[0].breaker.failures must be 1 to 1000, got 0 (file:1)
        [{name: ab, url: 'http://a', http-headers: [Host]}]     | callbacks.endpoints[0].http-headers must not name what belongs to one connection, or what the hub sets itself, got Host (file:1)
        [{name: ab, url: 'http://a', http-headers: ['a b']}]    | callbacks.endpoints[0].http-headers must each be the name of an HTTP header, got a b (file:1)
        [{name: ab, url: 'http://a', signing: {secret: abc}}]   | callbacks.endpoints[0].signing.secret must be whsec_ and base64 of 24 to 64 bytes (echo whsec_$(openssl rand -base64 32) makes one), got *** (file:1)
        [{name: ab, url: 'http://a', tls: {ca-file: a.pem}}]    | callbacks.endpoints[0].tls.ca-file has no effect without https, got /srv/hub/a.pem (file:1)
        [{name: ab, url: 'https://a', tls: {cert-file: a.pem}}] | callbacks.endpoints[0].tls.cert-file and key-file must be given together, got /srv/hub/a.pem (file:1)
        """)
    void rejectsEndpoints(String endpoints, String fault) {
        assertThat(Configs.faultsOf("callbacks: {endpoints: " + endpoints + "}"))
                .containsExactly(fault);
    }

    @Test
    void whoIsAskedMustExist() {
        assertThat(Configs.faultsOf("""
            callbacks: {endpoints: [{name: app, url: 'http://a'}], connect: ap, rpc: verticle}
            channels: {default: {publish-callback: x}, namespaces: [{name: chat, subscribe-callback: apps}]}
            """))
                .containsExactlyInAnyOrder(
                        "callbacks.connect must be the name of one of callbacks.endpoints, or verticle (app,"
                                + " verticle), got ap (file:1)",
                        "callbacks.rpc must be the name of one of callbacks.endpoints (app), got verticle (file:1)",
                        "channels.default.publish-callback must be the name of one of callbacks.endpoints, or verticle"
                                + " (app, verticle), got x (file:2)",
                        "channels.namespaces[0].subscribe-callback must be the name of one of callbacks.endpoints, or"
                                + " verticle (app, verticle), got apps (file:2)");
    }
}

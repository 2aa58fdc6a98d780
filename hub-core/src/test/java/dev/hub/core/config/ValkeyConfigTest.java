package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValkeyConfigTest {
    @Test
    void hasDefaults() {
        assertThat(Configs.of("").valkey())
                .isEqualTo(new ValkeyConfig(
                        Secret.NONE,
                        Path.of("/srv/hub/data"),
                        "hub:",
                        "",
                        Secret.NONE,
                        "",
                        Secret.NONE,
                        Duration.ofMillis(700),
                        Duration.ofSeconds(3),
                        1,
                        Duration.ofSeconds(1),
                        new ValkeyConfig.TlsConfig(null, null, null, true),
                        0,
                        Duration.ofSeconds(1)));
    }

    @Test
    void takesEveryKey() {
        ValkeyConfig valkey = Configs.of("""
                        valkey:
                          url: valkeys+sentinel://a:1,b:2/main
                          data-dir: /var/lib/hub
                          prefix: "chat:"
                          username: hub
                          password: "p@ss"
                          sentinel-username: watcher
                          sentinel-password: "s3ntinel"
                          connect-timeout: 2s
                          command-timeout: 5s
                          durable-replicas: 2
                          durable-timeout: 300ms
                          tls: {ca-file: ca.pem, cert-file: c.pem, key-file: k.pem, verify-hostname: false}
                          channel-shards: 4
                          unsubscribe-delay: 0s
                        """).valkey();

        assertThat(valkey)
                .isEqualTo(new ValkeyConfig(
                        Secret.of("valkeys+sentinel://a:1,b:2/main"),
                        Path.of("/var/lib/hub"),
                        "chat:",
                        "hub",
                        Secret.of("p@ss"),
                        "watcher",
                        Secret.of("s3ntinel"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        2,
                        Duration.ofMillis(300),
                        new ValkeyConfig.TlsConfig(
                                Path.of("/srv/hub/ca.pem"),
                                Path.of("/srv/hub/c.pem"),
                                Path.of("/srv/hub/k.pem"),
                                false),
                        4,
                        Duration.ZERO));
        Configs.assertEveryKeyIsMapped(valkey, ValkeyConfig.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "valkey://localhost",
                "redis://:secret@h:6379/3",
                "rediss://u:p@h",
                "valkey+cluster://a:1,b:2",
                "redis+sentinel://a/main",
                "unix:///run/valkey.sock"
            })
    void takesTheUrlsOfAllDeployments(String url) {
        assertThat(Configs.of("valkey: {url: '" + url + "'}").valkey().isPrivate())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    prefix: 'a{b}'                         | valkey.prefix must be 1 to 64 letters, digits or one of : _ . -, got a{b} (file:1)
                    prefix: ''                             | valkey.prefix must be 1 to 64 letters, digits or one of : _ . - (file:1)
                    connect-timeout: 1ms                   | valkey.connect-timeout must be 50ms to 1m, got 1ms (file:1)
                    command-timeout: 2m                    | valkey.command-timeout must be 50ms to 1m, got 2m (file:1)
                    channel-shards: 2000                   | valkey.channel-shards must be 0 to 1024, got 2000 (file:1)
                    unsubscribe-delay: 11m                 | valkey.unsubscribe-delay must be 0s to 10m, got 11m (file:1)
                    username: hub                          | valkey.username has no effect without valkey.url, got hub (file:1)
                    password: s3cret                       | valkey.password has no effect without valkey.url, got *** (file:1)
                    tls: {verify-hostname: false}          | valkey.tls has no effect without a valkeys:// or rediss:// URL (file:1)
                    """)
    void rejects(String line, String fault) {
        assertThat(Configs.faultsOf("valkey: {" + line + "}")).containsExactly(fault);
    }

    @Test
    void rejectsOptionsThatHaveNoEffectOnTheUrl() {
        assertThat(Configs.faultsOf("valkey: {url: 'valkey://h', sentinel-username: u, sentinel-password: s3cret}"))
                .containsExactly(
                        "valkey.sentinel-username has no effect without a valkey+sentinel:// URL, got u (file:1)",
                        "valkey.sentinel-password has no effect without a valkey+sentinel:// URL, got *** (file:1)");
        assertThat(Configs.faultsOf("valkey: {url: 'valkeys://h', tls: {cert-file: /c.pem}}"))
                .containsExactly("valkey.tls.cert-file needs valkey.tls.key-file as well, got /c.pem (file:1)");
        assertThat(Configs.faultsOf("valkey: {url: 'valkeys://h', tls: {key-file: /c.pem}}"))
                .containsExactly("valkey.tls.key-file needs valkey.tls.cert-file as well, got /c.pem (file:1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:s3cret@h",
                "localhost:6379",
                "valkey://u:s3cret@h:port",
                "valkey://",
                "valkey+sentinel://u:s3cret@h",
                "valkey://h?s3cret=1&x"
            })
    void rejectsAMalformedUrlWithoutShowingAPassword(String url) {
        assertThat(Configs.faultsOf("valkey: {url: '" + url + "'}"))
                .singleElement()
                .asString()
                .startsWith("valkey.url is refused: ")
                .endsWith(" (file:1)");
        assertThat(Configs.faultsOf("valkey: {url: 'http://u:s3cret@h'}").toString())
                .doesNotContain("s3cret");
        assertThat(Configs.faultsOf("valkey: {url: 'valkey://u:s3cret@h:port'}").toString())
                .doesNotContain("s3cret");
    }
}

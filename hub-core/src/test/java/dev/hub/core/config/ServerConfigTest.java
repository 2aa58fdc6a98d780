package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerConfigTest {
    @Test
    void hasDefaults() {
        assertThat(Configs.of("").server())
                .isEqualTo(new ServerConfig(
                        "127.0.0.1",
                        8000,
                        new ServerConfig.TlsConfig(false, null, null),
                        Transport.AUTO,
                        0,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        new DataSize(0),
                        List.of(),
                        ""));
    }

    @Test
    void takesEveryKey() {
        ServerConfig server = Configs.of("""
            server:
              host: 0.0.0.0
              port: 0
              tls: {enabled: true, cert-file: tls/cert.pem, key-file: /etc/key.pem}
              transport: io_uring
              event-loops: 3
              drain-time: 100ms
              shutdown-timeout: 1m
              queue-memory: 64MiB
              trusted-proxies: [10.0.0.0/8, "::1"]
              name: hub-7
            """).server();

        assertThat(server)
                .isEqualTo(new ServerConfig(
                        "0.0.0.0",
                        0,
                        new ServerConfig.TlsConfig(true, Path.of("/srv/hub/tls/cert.pem"), Path.of("/etc/key.pem")),
                        Transport.IO_URING,
                        3,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        DataSize.ofMiB(64),
                        List.of("10.0.0.0/8", "::1"),
                        "hub-7"));
        Configs.assertEveryKeyIsMapped(server, ServerConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        host: ''                   | server.host must be an address or a name, 0.0.0.0 for all interfaces (file:1)
        trusted-proxies: [10.0.0.0/33] | server.trusted-proxies must each be an address or a network such as 10.0.0.0/8, got 10.0.0.0/33 (file:1)
        host: [a]                  | server.host must be a single value, not a list or section (file:1)
        port: 65536                | server.port must be 0 to 65535, got 65536 (file:1)
        port: -1                   | server.port must be 0 to 65535, got -1 (file:1)
        port: http                 | server.port must be a whole number, got http (file:1)
        port: 80.5                 | server.port must be a whole number, got 80.5 (file:1)
        port: 99999999999          | server.port must be a whole number, got 99999999999 (file:1)
        tls: {enabled: maybe}      | server.tls.enabled must be true or false, got maybe (file:1)
        tls: {enabled: yes}        | server.tls.enabled must be true or false, got yes (file:1)
        tls: true                  | server.tls must be a section with keys of its own (file:1)
        tls: {enabled: true}       | server.tls.enabled needs server.tls.cert-file and server.tls.key-file, got true (file:1)
        transport: tcp             | server.transport must be one of auto, epoll, kqueue, io_uring, nio, got tcp (file:1)
        event-loops: 1025          | server.event-loops must be 0 to 1024, got 1025 (file:1)
        drain-time: 5              | server.drain-time must be a duration with its unit, such as 300ms, 25s, 5m, 1h or 30d (did you mean 5s?), got 5 (file:1)
        drain-time: 31s            | server.drain-time must not be longer than server.shutdown-timeout (30s), got 31s (file:1)
        shutdown-timeout: 2h       | server.shutdown-timeout must be 1s to 1h, got 2h (file:1)
        queue-memory: 64           | server.queue-memory must be a size with its unit, such as 64KiB or 1MiB (did you mean 64B?), got 64 (file:1)
        name: a b                  | server.name must be at most 64 printable ASCII characters without spaces, got a b (file:1)
        """)
    void rejects(String line, String fault) {
        assertThat(Configs.faultsOf("server: {" + line + "}")).containsExactly(fault);
    }

    @Test
    void wantsCertificateAndKeyTogetherAndUsed() {
        assertThat(Configs.faultsOf("server: {tls: {enabled: true, cert-file: /a.pem}}"))
                .containsExactly("server.tls.cert-file needs server.tls.key-file as well, got /a.pem (file:1)");
        assertThat(Configs.faultsOf("server: {tls: {enabled: true, key-file: /a.pem}}"))
                .containsExactly("server.tls.key-file needs server.tls.cert-file as well, got /a.pem (file:1)");
        assertThat(Configs.faultsOf("server: {tls: {cert-file: /a.pem, key-file: /b.pem}}"))
                .singleElement()
                .asString()
                .startsWith("server.tls.enabled must be true when a certificate is given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "'::1'"})
    void knowsLoopbackAddresses(String host) {
        assertThat(Configs.of("server: {host: " + host + "}").server().isLoopback())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "'::'", "10.0.0.1", "hub.example.com", "localhost.example.com"})
    void takesAllOtherAddressesForReachable(String host) {
        assertThat(Configs.of("server: {host: " + host + "}").server().isLoopback())
                .isFalse();
    }
}

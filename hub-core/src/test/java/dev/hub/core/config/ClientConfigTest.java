package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientConfigTest {
    @Test
    void hasDefaults() {
        assertThat(Configs.of("").client())
                .isEqualTo(new ClientConfig(
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(25),
                        new DataSize(65_536),
                        new DataSize(1_048_576),
                        128,
                        0,
                        0,
                        300,
                        300));
    }

    @Test
    void takesEveryKey() {
        ClientConfig client = Configs.of("""
            client:
              ping-interval: 1m
              pong-timeout: 20s
              connect-timeout: 500ms
              expired-close-delay: 0s
              message-size-limit: 128KiB
              queue-max-size: 4MiB
              channel-limit: 7
              connection-limit: 1000
              ip-connection-limit: 50
              recovery-max-publication-limit: 20
              history-max-publication-limit: 30
            """).client();

        assertThat(client)
                .isEqualTo(new ClientConfig(
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(500),
                        Duration.ZERO,
                        DataSize.ofKiB(128),
                        DataSize.ofMiB(4),
                        7,
                        1000,
                        50,
                        20,
                        30));
        Configs.assertEveryKeyIsMapped(client, ClientConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ping-interval: 8s            | client.pong-timeout must be shorter than client.ping-interval (8s), got 8s (file:1)
        ping-interval: 11m           | client.ping-interval must be 1s to 10m, got 11m (file:1)
        pong-timeout: 0s             | client.pong-timeout must be 1s to 5m, got 0s (file:1)
        pong-timeout: 25s            | client.pong-timeout must be shorter than client.ping-interval (25s), got 25s (file:1)
        connect-timeout: 1ms         | client.connect-timeout must be 100ms to 5m, got 1ms (file:1)
        expired-close-delay: 2h      | client.expired-close-delay must be 0s to 1h, got 2h (file:1)
        message-size-limit: 65536    | client.message-size-limit must be a size with its unit, such as 64KiB or 1MiB (did you mean 65536B?), got 65536 (file:1)
        message-size-limit: 64KB     | client.message-size-limit must be a size with its unit, such as 64KiB or 1MiB (write 64KiB), got 64KB (file:1)
        message-size-limit: 17MiB    | client.message-size-limit must be 1KiB to 16MiB, got 17MiB; client.queue-max-size must not be less than client.message-size-limit (17MiB), got 1MiB (file:1)
        queue-max-size: 32KiB        | client.queue-max-size must not be less than client.message-size-limit (64KiB), got 32KiB (file:1)
        ip-connection-limit: -1      | client.ip-connection-limit must be 0 to 1000000, got -1 (file:1)
        channel-limit: 0             | client.channel-limit must be 1 to 100000, got 0 (file:1)
        recovery-max-publication-limit: 0 | client.recovery-max-publication-limit must be 1 to 100000, got 0 (file:1)
        history-max-publication-limit: 100001 | client.history-max-publication-limit must be 1 to 100000, got 100001 (file:1)
        connection-limit: -5         | client.connection-limit must be 0 to 10000000, got -5 (file:1)
        """)
    void rejects(String line, String faults) {
        assertThat(String.join("; ", Configs.faultsOf("client: {" + line + "}")).replace(" (file:1);", ";"))
                .isEqualTo(faults);
    }
}

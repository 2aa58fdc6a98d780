package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code auth} and {@code api}. */
final class AccessConfigTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void hasDefaults() {
        assertThat(Configs.of("").auth())
                .isEqualTo(new AuthConfig(Secret.NONE, Secret.NONE, false, false, false, List.of()));
        assertThat(Configs.of("").api()).isEqualTo(new ApiConfig(Secret.NONE, false));
    }

    @Test
    void takesEveryKey() {
        HubConfig config = Configs.of("""
            auth:
              hmac-secret: %1$s
              hmac-previous-secret: x%1$s
              insecure: true
              insecure-allow-remote: true
              allow-anonymous: true
              allowed-origins: ["https://a.example:8443", "*"]
            api:
              key: 0123456789abcdef
              insecure: true
            """.formatted(SECRET));

        assertThat(config.auth())
                .isEqualTo(new AuthConfig(
                        Secret.of(SECRET),
                        Secret.of("x" + SECRET),
                        true,
                        true,
                        true,
                        List.of("https://a.example:8443", "*")));
        assertThat(config.api()).isEqualTo(new ApiConfig(Secret.of("0123456789abcdef"), true));
        Configs.assertEveryKeyIsMapped(config.auth(), AuthConfig.defaults());
        Configs.assertEveryKeyIsMapped(config.api(), ApiConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        auth: {hmac-secret: short}               | auth.hmac-secret must have at least 32 bytes, got 5 (openssl rand -hex 32 makes one) (file:1)
        auth: {hmac-previous-secret: 0123456789abcdef0123456789abcdef} | auth.hmac-previous-secret needs auth.hmac-secret as well, got *** (file:1)
        auth: {insecure: 1}                      | auth.insecure must be true or false, got 1 (file:1)
        auth: {allowed-origins: example.com}     | auth.allowed-origins must each be scheme://host or scheme://host:port in lower case without a path, or *, got example.com (file:1)
        auth: {allowed-origins: ['http://a/']}   | auth.allowed-origins must each be scheme://host or scheme://host:port in lower case without a path, or *, got http://a/ (file:1)
        api: {key: tooshort}                     | api.key must have at least 16 characters, got 8 (openssl rand -hex 32 makes one) (file:1)
        api: {key: 'spaces in the middle'}       | api.key must be printable ASCII without spaces, for it travels in a header (file:1)
        """)
    void rejects(String yaml, String fault) {
        assertThat(Configs.faultsOf(yaml)).containsExactly(fault);
    }

    @Test
    void refusesToBeInsecureWhereOthersCanReachIt() {
        assertThat(Configs.faultsOf("""
            server: {host: 0.0.0.0}
            auth: {insecure: true}
            api:
              insecure: true
            """))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("auth.insecure must be false while server.host (0.0.0.0)")
                                .endsWith("(file:2)"),
                        second -> assertThat(second)
                                .startsWith("api.insecure must be false")
                                .endsWith("(file:4)"));
    }

    @Test
    void isInsecureOnThisMachineAndWhereASecondKeySaysSo() {
        assertThat(Configs.of("auth: {insecure: true}").auth().insecure()).isTrue();
        assertThat(Configs.of("{server: {host: 0.0.0.0}, auth: {insecure: true, insecure-allow-remote: true}}")
                        .auth()
                        .insecure())
                .isTrue();
    }
}

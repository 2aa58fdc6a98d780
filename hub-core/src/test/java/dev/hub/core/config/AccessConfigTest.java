package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Match;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.Role;
import dev.hub.core.auth.key.RemoteKeySettings;
import dev.hub.core.auth.key.TokenAlgorithm.Family;
import dev.hub.core.auth.key.VerificationKey;
import java.security.KeyPair;
import java.time.Duration;
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
                .isEqualTo(new AuthConfig(
                        TokenConfig.defaults(),
                        TokenConfig.defaults(),
                        List.of(),
                        false,
                        false,
                        false,
                        false,
                        List.of()));
        assertThat(Configs.of("").api()).isEqualTo(new ApiConfig(Secret.NONE, false));
    }

    @Test
    void takesEveryKey() {
        HubConfig config = Configs.of("""
            auth:
              hmac-secret: %1$s
              hmac-previous-secret: x%1$s
              rsa-public-key: |
            %2$s
              ecdsa-public-key: |
            %3$s
              eddsa-public-key: |
            %4$s
              jwks:
                url: https://id.example/keys
                cache-time: 1h
                retry-interval: 1s
                outage-tolerance: 2h
                timeout: 5s
                ca-file: ca.pem
              audience: hub
              issuer: https://id.example
              user-id-claim: uid
              subscription-token:
                hmac-secret: y%1$s
                audience: channels
              roles:
                - name: editor
                  caps:
                    - channels: ["news:*"]
                      match: wildcard
                      allow: [sub, pub]
                    - methods: [orders_list]
                      allow: [rpc]
                    - queues: [mail.*]
                      match: wildcard
                      allow: [submit, read]
              restrict-rpc: true
              insecure: true
              insecure-allow-remote: true
              allow-anonymous: true
              allowed-origins: ["https://a.example:8443", "*"]
            api:
              key: 0123456789abcdef
              insecure: true
            """.formatted(
                        SECRET, pem(TestKeys.rsa(2048)), pem(TestKeys.elliptic("secp256r1")), pem(TestKeys.ed25519())));

        assertThat(config.auth().token().keys().publicKeys())
                .extracting(VerificationKey::family)
                .containsExactly(Family.RSA, Family.ECDSA, Family.EDDSA);
        assertThat(config.auth().roles())
                .containsExactly(new Role(
                        "editor",
                        List.of(
                                new Capability(
                                        List.of("news:*"),
                                        Match.WILDCARD,
                                        List.of(Operation.SUBSCRIBE, Operation.PUBLISH),
                                        List.of(),
                                        List.of()),
                                new Capability(
                                        List.of(),
                                        Match.EXACT,
                                        List.of(Operation.RPC),
                                        List.of("orders_list"),
                                        List.of()),
                                new Capability(
                                        List.of(),
                                        Match.WILDCARD,
                                        List.of(Operation.SUBMIT, Operation.READ),
                                        List.of(),
                                        List.of("mail.*")))));
        assertThat(config.auth().allowedOrigins()).containsExactly("https://a.example:8443", "*");
        assertThat(config.auth().token().jwks().settings())
                .isEqualTo(new RemoteKeySettings(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofHours(2)));
        assertThat(config.auth().separatesSubscriptionTokens()).isTrue();
        assertThat(config.api()).isEqualTo(new ApiConfig(Secret.of("0123456789abcdef"), true));
        Configs.assertEveryKeyIsMapped(config.auth().token(), TokenConfig.defaults());
        Configs.assertEveryKeyIsMapped(config.api(), ApiConfig.defaults());
    }

    private static String pem(KeyPair pair) {
        return TestKeys.pem(pair.getPublic()).indent(4).stripTrailing();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        auth: {hmac-secret: short}               | auth.hmac-secret must have at least 32 bytes, got 5 (openssl rand -hex 32 makes one) (file:1)
        auth: {hmac-previous-secret: 0123456789abcdef0123456789abcdef} | auth.hmac-previous-secret needs auth.hmac-secret as well, got *** (file:1)
        auth: {rsa-public-key: x}                | auth.rsa-public-key must be PEM that begins with -----BEGIN PUBLIC KEY----- (file:1)
        auth: {jwks: {url: 'ftp://x/y'}}         | auth.jwks.url must be https://... or http://..., got ftp://x/y (file:1)
        auth: {jwks: {cache-time: 2h, outage-tolerance: 1h}} | auth.jwks.outage-tolerance must not be shorter than cache-time (2h), got 1h (file:1)
        auth: {jwks: {timeout: 0s}}              | auth.jwks.timeout must be 100ms to 1m, got 0s (file:1)
        auth: {user-id-claim: exp}               | auth.user-id-claim must be 1 to 64 letters, digits or one of _ . : / - and not the name of a claim with another meaning, got exp (file:1)
        auth: {subscription-token: {hmac-secret: x}} | auth.subscription-token.hmac-secret must have at least 32 bytes, got 1 (openssl rand -hex 32 makes one) (file:1)
        auth: {roles: [{caps: []}]}              | auth.roles[0].name is missing: each role needs one (file:1)
        auth: {roles: [{name: a}, {name: a}]}    | auth.roles[1].name must be given to one role only, got a (file:1)
        auth: {roles: [{name: a, caps: [{allow: [sub]}]}]} | auth.roles[0].caps[0].channels is missing: it names where this is allowed (file:1)
        auth: {roles: [{name: a, caps: [{allow: [pub], channels: [b], methods: [c]}]}]} | auth.roles[0].caps[0].methods goes together with rpc in allow, got c (file:1)
        auth: {roles: [{name: a, caps: [{allow: [rpc], channels: [b], methods: [c]}]}]} | auth.roles[0].caps[0].channels has no effect without sub, pub, prs or hst in allow, got b (file:1)
        auth: {roles: [{name: a, caps: [{allow: [pub], match: regex, channels: ['(']}]}]} | auth.roles[0].caps[0].channels must each be a regular expression (RE2) (file:1)
        auth: {roles: [{name: a, caps: [{allow: [pub], channels: [b], queues: [c]}]}]} | auth.roles[0].caps[0].queues goes together with submit, work, read or manage in allow, got c (file:1)
        auth: {roles: [{name: a, caps: [{allow: [work]}]}]} | auth.roles[0].caps[0].queues goes together with submit, work, read or manage in allow (file:1)
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

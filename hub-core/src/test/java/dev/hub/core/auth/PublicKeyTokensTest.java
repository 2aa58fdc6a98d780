package dev.hub.core.auth;

import static dev.hub.core.auth.Verdicts.NOW;
import static dev.hub.core.auth.Verdicts.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Expired;
import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.auth.key.TokenAlgorithm;
import dev.hub.core.auth.key.VerificationKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tokens that others sign, verified with keys at hand. */
final class PublicKeyTokensTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final KeyPair RSA = TestKeys.rsa(2048);
    private static final KeyPair P256 = TestKeys.elliptic("secp256r1");
    private static final KeyPair P384 = TestKeys.elliptic("secp384r1");
    private static final KeyPair P521 = TestKeys.elliptic("secp521r1");
    private static final KeyPair ED = TestKeys.ed25519();

    private final TokenVerifier verifier = Verdicts.verifier(
            VERTX, RSA.getPublic(), P256.getPublic(), P384.getPublic(), P521.getPublic(), ED.getPublic());

    @AfterAll
    static void close() {
        await(VERTX.close());
    }

    private static KeyPair pair(TokenAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256, RS384, RS512 -> RSA;
            case ES256 -> P256;
            case ES384 -> P384;
            case ES512 -> P521;
            case EDDSA -> ED;
            case HS256, HS384, HS512 -> throw new IllegalArgumentException();
        };
    }

    private static TokenMinter minter(TokenAlgorithm algorithm) {
        return new TokenMinter(SigningKey.of(pair(algorithm).getPrivate(), algorithm), "");
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenAlgorithm.class,
            mode = Mode.EXCLUDE,
            names = {"HS256", "HS384", "HS512"})
    void areAcceptedInEachAlgorithmAndRefusedOnceTouched(TokenAlgorithm algorithm) {
        ConnectionClaims claims = new ConnectionClaims("ann", NOW + 60, null, List.of());
        String token = minter(algorithm).connection(claims);
        String other = minter(algorithm).connection(new ConnectionClaims("bob", NOW + 60, null, List.of()));
        String[] parts = token.split("\\.", -1);
        String[] others = other.split("\\.", -1);

        assertThat(await(verifier.verifyConnection(token))).isEqualTo(new Accepted<>(claims));
        assertThat(Stream.of(
                        parts[0] + "." + others[1] + "." + parts[2],
                        parts[0] + "." + parts[1] + ".",
                        parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
                        parts[0] + "." + parts[1] + "." + parts[2] + "AAAA",
                        parts[0] + "." + parts[1] + "." + parts[2].substring(4)))
                .allSatisfy(touched -> assertThat(Verdicts.reason(await(verifier.verifyConnection(touched))))
                        .isEqualTo("its signature is not of a key that is known here"));
    }

    @Test
    void areRefusedWhenAnotherKeyOfTheSameKindSigned() {
        for (KeyPair other : List.of(TestKeys.rsa(2048), TestKeys.elliptic("secp256r1"), TestKeys.ed25519())) {
            String token = new TokenMinter(SigningKey.of(other.getPrivate()), "").sign(new JsonObject());

            assertThat(Verdicts.reason(await(verifier.verifyConnection(token))))
                    .isEqualTo("its signature is not of a key that is known here");
        }
    }

    @Test
    void areRefusedWhereNoKeyOfTheirKindIsConfigured() {
        TokenVerifier secretOnly = Verdicts.verifier(VERTX);

        assertThat(Verdicts.reason(await(
                        secretOnly.verifyConnection(minter(TokenAlgorithm.RS256).sign(new JsonObject())))))
                .isEqualTo("there is no key for its alg, RS256");
    }

    @Test
    void areCheckedOnceAndThenKnownAtOnce() {
        String token = minter(TokenAlgorithm.ES256).sign(new JsonObject().put("sub", "ann"));

        TokenVerdict<ConnectionClaims> first = await(verifier.verifyConnection(token));
        TokenVerdict<ConnectionClaims> again = verifier.verifyConnection(token).result();

        assertThat(first).isInstanceOf(Accepted.class);
        assertThat(again).isEqualTo(first);
        assertThat(verifier.verifiedTokens()).isEqualTo(1);
    }

    @Test
    void areNotRememberedWhenTheyAreForged() {
        String token = new TokenMinter(
                        SigningKey.of(TestKeys.elliptic("secp256r1").getPrivate()), "")
                .sign(new JsonObject().put("sub", "ann"));

        assertThat(await(verifier.verifyConnection(token))).isInstanceOf(TokenVerdict.Rejected.class);

        assertThat(verifier.verifiedTokens()).isZero();
    }

    @Test
    void expireAlsoWhenTheyAreRemembered() {
        AtomicLong now = new AtomicLong(NOW);
        TokenPolicy policy =
                TokenPolicy.of(new TokenKeys(Secret.NONE, Secret.NONE, List.of(VerificationKey.of(ED.getPublic()))));
        TokenVerifier aging = new TokenVerifier(
                policy, policy, List.of(), new SignatureWorkers(VERTX), () -> Instant.ofEpochSecond(now.get()));
        String token = minter(TokenAlgorithm.EDDSA).sign(new JsonObject().put("exp", NOW + 10));
        assertThat(await(aging.verifyConnection(token))).isInstanceOf(Accepted.class);

        now.set(NOW + 10);

        assertThat(await(aging.verifyConnection(token))).isInstanceOf(Expired.class);
    }
}

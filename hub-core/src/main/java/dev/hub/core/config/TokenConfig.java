package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenPolicy;
import dev.hub.core.auth.key.PemKeys;
import dev.hub.core.auth.key.TokenAlgorithm.Family;
import dev.hub.core.auth.key.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which tokens of one kind are believed. Each component is explained in {@code conf/hub.yaml}, section {@code auth}. The
 * public keys are no secrets, but come in files as these do.
 */
public record TokenConfig(
        Secret hmacSecret,
        Secret hmacPreviousSecret,
        Secret rsaPublicKey,
        Secret ecdsaPublicKey,
        Secret eddsaPublicKey,
        JwksConfig jwks,
        String audience,
        String issuer,
        String userIdClaim) {
    /** Fewest bytes of a secret for tokens: as many as HS256 has (RFC 7518, 3.2). */
    public static final int MIN_SECRET_BYTES = 32;

    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");
    private static final Set<String> OTHER_CLAIMS = Set.of(
            "exp",
            "nbf",
            "iat",
            "jti",
            "iss",
            "aud",
            "expire_at",
            "channel",
            "channels",
            "subs",
            "caps",
            "roles",
            "meta",
            "info",
            "b64info",
            "override",
            "tags_filter",
            "allow",
            "client");

    /** What holds unless configured otherwise. */
    public static TokenConfig defaults() {
        return of(Secret.NONE, Secret.NONE);
    }

    /** Secrets alone. */
    public static TokenConfig of(Secret hmacSecret, Secret hmacPreviousSecret) {
        return new TokenConfig(
                hmacSecret,
                hmacPreviousSecret,
                Secret.NONE,
                Secret.NONE,
                Secret.NONE,
                JwksConfig.defaults(),
                "",
                "",
                TokenPolicy.SUBJECT);
    }

    /** The same with another secret. */
    public TokenConfig withHmacSecret(Secret other) {
        return new TokenConfig(
                other,
                hmacPreviousSecret,
                rsaPublicKey,
                ecdsaPublicKey,
                eddsaPublicKey,
                jwks,
                audience,
                issuer,
                userIdClaim);
    }

    /** The keys at hand. */
    public TokenKeys keys() {
        List<VerificationKey> keys = new ArrayList<>();
        add(keys, rsaPublicKey, Family.RSA);
        add(keys, ecdsaPublicKey, Family.ECDSA);
        add(keys, eddsaPublicKey, Family.EDDSA);
        return new TokenKeys(hmacSecret, hmacPreviousSecret, keys);
    }

    private static void add(List<VerificationKey> keys, Secret pem, Family family) {
        if (!pem.isEmpty()) {
            keys.add(PemKeys.publicKey(pem.reveal(), family));
        }
    }

    /** Tokens that others sign, with keys of which the hub knows the public half, are believed. */
    public boolean hasPublicKeys() {
        return !rsaPublicKey.isEmpty() || !ecdsaPublicKey.isEmpty() || !eddsaPublicKey.isEmpty() || jwks.isEnabled();
    }

    /** Some key is configured. */
    public boolean hasKeys() {
        return hasPublicKeys() || !hmacSecret.isEmpty();
    }

    void check(Rules rules, String prefix) {
        checkLength(rules, prefix + "hmac-secret", hmacSecret);
        checkLength(rules, prefix + "hmac-previous-secret", hmacPreviousSecret);
        rules.require(
                hmacPreviousSecret.isEmpty() || !hmacSecret.isEmpty(),
                prefix + "hmac-previous-secret",
                hmacPreviousSecret,
                "needs " + prefix + "hmac-secret as well");
        checkKey(rules, prefix + "rsa-public-key", rsaPublicKey, Family.RSA);
        checkKey(rules, prefix + "ecdsa-public-key", ecdsaPublicKey, Family.ECDSA);
        checkKey(rules, prefix + "eddsa-public-key", eddsaPublicKey, Family.EDDSA);
        jwks.check(rules, prefix + "jwks.");
        rules.require(
                CLAIM.matcher(userIdClaim).matches() && !OTHER_CLAIMS.contains(userIdClaim),
                prefix + "user-id-claim",
                userIdClaim,
                "must be 1 to 64 letters, digits or one of _ . : / - and not the name of a claim with another meaning");
    }

    private static void checkLength(Rules rules, String key, Secret secret) {
        int length = secret.bytes().length;
        rules.require(
                secret.isEmpty() || length >= MIN_SECRET_BYTES,
                key,
                "",
                "must have at least " + MIN_SECRET_BYTES + " bytes, got " + length
                        + " (openssl rand -hex 32 makes one)");
    }

    private static void checkKey(Rules rules, String key, Secret pem, Family family) {
        try {
            add(new ArrayList<>(), pem, family);
        } catch (IllegalArgumentException refused) {
            rules.require(false, key, "", String.valueOf(refused.getMessage()));
        }
    }
}

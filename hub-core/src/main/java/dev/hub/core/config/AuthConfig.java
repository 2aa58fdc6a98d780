package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TokenKeys;
import java.util.List;
import java.util.regex.Pattern;

/** Who may connect. Each component is explained in {@code conf/hub.yaml}, section {@code auth}. */
public record AuthConfig(
        Secret hmacSecret,
        Secret hmacPreviousSecret,
        boolean insecure,
        boolean insecureAllowRemote,
        boolean allowAnonymous,
        List<String> allowedOrigins) {
    /** Fewest bytes of a secret for tokens: as many as HS256 has (RFC 7518, 3.2). */
    public static final int MIN_SECRET_BYTES = 32;

    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/\\s?#@*]+");

    /** Copies {@code allowedOrigins}. */
    public AuthConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** What holds unless configured otherwise. */
    public static AuthConfig defaults() {
        return new AuthConfig(Secret.NONE, Secret.NONE, false, false, false, List.of());
    }

    /** The secrets that tokens may be signed with. */
    public TokenKeys tokenKeys() {
        return new TokenKeys(hmacSecret, hmacPreviousSecret);
    }

    void check(Rules rules) {
        checkLength(rules, "auth.hmac-secret", hmacSecret);
        checkLength(rules, "auth.hmac-previous-secret", hmacPreviousSecret);
        rules.require(
                hmacPreviousSecret.isEmpty() || !hmacSecret.isEmpty(),
                "auth.hmac-previous-secret",
                hmacPreviousSecret,
                "needs auth.hmac-secret as well");
        for (String origin : allowedOrigins) {
            rules.require(
                    ORIGIN.matcher(origin).matches(),
                    "auth.allowed-origins",
                    origin,
                    "must each be scheme://host or scheme://host:port in lower case without a path, or *");
        }
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
}

package dev.hub.core.config;

import dev.hub.core.auth.Secret;

/** Who may call the HTTP API. Each component is explained in {@code conf/hub.yaml}, section {@code api}. */
public record ApiConfig(Secret key, boolean insecure) {
    /** Fewest characters of a key. */
    public static final int MIN_KEY_LENGTH = 16;

    /** What holds unless configured otherwise. */
    public static ApiConfig defaults() {
        return new ApiConfig(Secret.NONE, false);
    }

    void check(Rules rules) {
        int length = key.reveal().length();
        rules.require(
                key.isEmpty() || length >= MIN_KEY_LENGTH,
                "api.key",
                "",
                "must have at least " + MIN_KEY_LENGTH + " characters, got " + length
                        + " (openssl rand -hex 32 makes one)");
        rules.require(
                key.reveal().chars().allMatch(c -> c > 0x20 && c < 0x7f),
                "api.key",
                "",
                "must be printable ASCII without spaces, for it travels in a header");
    }
}

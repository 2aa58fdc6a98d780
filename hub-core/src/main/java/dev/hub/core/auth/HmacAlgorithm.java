package dev.hub.core.auth;

/** How tokens are signed with a shared secret; the constants carry their names in a token's header. RFC 7518, 3.2. */
public enum HmacAlgorithm {
    /** HMAC with SHA-256. */
    HS256("HmacSHA256"),
    /** HMAC with SHA-384. */
    HS384("HmacSHA384"),
    /** HMAC with SHA-512. */
    HS512("HmacSHA512");

    private final String mac;

    HmacAlgorithm(String mac) {
        this.mac = mac;
    }

    /** The algorithm's name in the JDK. */
    String mac() {
        return mac;
    }
}

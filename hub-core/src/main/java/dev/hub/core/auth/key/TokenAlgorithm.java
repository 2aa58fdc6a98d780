package dev.hub.core.auth.key;

import java.util.Arrays;
import java.util.Optional;

/**
 * How tokens are signed. The kind of the key decides which of them count; what a token says of itself only chooses among
 * those. Sources: RFC 7518, section 3.1; RFC 8037, section 3.1.
 */
public enum TokenAlgorithm {
    /** HMAC with SHA-256. */
    HS256(Family.HMAC, "HmacSHA256", 0),
    /** HMAC with SHA-384. */
    HS384(Family.HMAC, "HmacSHA384", 0),
    /** HMAC with SHA-512. */
    HS512(Family.HMAC, "HmacSHA512", 0),
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256(Family.RSA, "SHA256withRSA", 0),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384(Family.RSA, "SHA384withRSA", 0),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512(Family.RSA, "SHA512withRSA", 0),
    /** ECDSA on P-256 with SHA-256. */
    ES256(Family.ECDSA, "SHA256withECDSAinP1363Format", 256),
    /** ECDSA on P-384 with SHA-384. */
    ES384(Family.ECDSA, "SHA384withECDSAinP1363Format", 384),
    /** ECDSA on P-521 with SHA-512. */
    ES512(Family.ECDSA, "SHA512withECDSAinP1363Format", 521),
    /** EdDSA on Ed25519. */
    EDDSA(Family.EDDSA, "Ed25519", 0);

    /** Kinds of keys. */
    public enum Family {
        /** A secret that both sides share. */
        HMAC,
        /** RSA, of 2048 to 8192 bits. */
        RSA,
        /** Elliptic curves P-256, P-384 and P-521. */
        ECDSA,
        /** Ed25519. */
        EDDSA
    }

    private final Family family;
    private final String jdkName;
    private final int curveBits;

    TokenAlgorithm(Family family, String jdkName, int curveBits) {
        this.family = family;
        this.jdkName = jdkName;
        this.curveBits = curveBits;
    }

    /** The algorithm that a token's header calls {@code alg}; the case counts. */
    public static Optional<TokenAlgorithm> of(String alg) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(alg))
                .findFirst();
    }

    /** The kind of key that it takes. */
    public Family family() {
        return family;
    }

    /** One secret signs and verifies; the check takes a few microseconds. */
    public boolean isSymmetric() {
        return family == Family.HMAC;
    }

    String jdkName() {
        return jdkName;
    }

    /** Bits of the one curve that it takes; 0 for none. */
    int curveBits() {
        return curveBits;
    }

    /** The name in a token's header. */
    @Override
    public String toString() {
        return this == EDDSA ? "EdDSA" : name();
    }
}

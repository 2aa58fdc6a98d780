package dev.hub.core.auth.key;

import dev.hub.core.auth.key.TokenAlgorithm.Family;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys from PEM texts (RFC 7468). Texts of faults begin with a verb and show nothing of the key. */
public final class PemKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private PemKeys() {}

    /** A public key of one kind: {@code BEGIN PUBLIC KEY}.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    public static VerificationKey publicKey(String pem, Family family) {
        byte[] encoded = content(pem, "PUBLIC KEY");
        KeySpec spec = new X509EncodedKeySpec(encoded);
        String kind = kind(family);
        try {
            return VerificationKey.of(KeyFactory.getInstance(kind).generatePublic(spec));
        } catch (GeneralSecurityException other) {
            throw new IllegalArgumentException("must be a public key of the kind " + kind, other);
        }
    }

    /** A private key of any kind: {@code BEGIN PRIVATE KEY} (PKCS 8), not encrypted.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    public static PrivateKey privateKey(String pem) {
        KeySpec spec = new PKCS8EncodedKeySpec(content(pem, "PRIVATE KEY"));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (GeneralSecurityException other) {
                // The next kind may fit.
            }
        }
        throw new IllegalArgumentException("must be a private key of RSA, EC or Ed25519");
    }

    private static String kind(Family family) {
        return switch (family) {
            case RSA -> "RSA";
            case ECDSA -> "EC";
            case EDDSA -> "Ed25519";
            case HMAC -> throw new IllegalArgumentException("a secret is not written in PEM");
        };
    }

    private static byte[] content(String pem, String label) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("must be PEM that begins with -----BEGIN " + label + "-----");
        }
        if (!block.group(1).equals(label)) {
            throw new IllegalArgumentException("must begin with -----BEGIN " + label + "-----, not " + block.group(1)
                    + " (openssl pkey turns one into the other)");
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("must have base64 between its first and last line", broken);
        }
    }
}

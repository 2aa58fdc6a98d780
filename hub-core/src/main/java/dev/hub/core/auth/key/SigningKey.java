package dev.hub.core.auth.key;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that signs tokens in one algorithm. */
public final class SigningKey {
    private final Key key;
    private final TokenAlgorithm algorithm;

    private SigningKey(Key key, TokenAlgorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * The shared secret {@code secret}.
     *
     * @throws IllegalArgumentException when it is empty, or the algorithm takes no secret
     */
    public static SigningKey ofSecret(byte[] secret, TokenAlgorithm algorithm) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("a token needs a secret to be signed with");
        }
        if (!algorithm.isSymmetric()) {
            throw new IllegalArgumentException(algorithm + " needs a private key, not a secret");
        }
        return new SigningKey(new SecretKeySpec(secret, "HMAC"), algorithm);
    }

    /**
     * A private key.
     *
     * @throws IllegalArgumentException when it is not for {@code algorithm}
     */
    public static SigningKey of(PrivateKey key, TokenAlgorithm algorithm) {
        TokenAlgorithm usual = usual(key);
        if (usual.family() != algorithm.family() || usual.curveBits() != algorithm.curveBits()) {
            throw new IllegalArgumentException(algorithm + " does not go with this key, " + usual + " does");
        }
        return new SigningKey(key, algorithm);
    }

    /** A private key, with the algorithm that is most common for its kind. */
    public static SigningKey of(PrivateKey key) {
        return new SigningKey(key, usual(key));
    }

    private static TokenAlgorithm usual(PrivateKey key) {
        return switch (key) {
            case RSAPrivateKey rsa -> TokenAlgorithm.RS256;
            case ECPrivateKey curve ->
                switch (PublicKeys.bits(curve.getParams())) {
                    case 256 -> TokenAlgorithm.ES256;
                    case 384 -> TokenAlgorithm.ES384;
                    case 521 -> TokenAlgorithm.ES512;
                    default -> throw new IllegalArgumentException("must lie on P-256, P-384 or P-521 (EC)");
                };
            case EdECPrivateKey edwards -> TokenAlgorithm.EDDSA;
            default -> throw new IllegalArgumentException("must be an RSA, EC or Ed25519 key");
        };
    }

    /** What it signs in. */
    public TokenAlgorithm algorithm() {
        return algorithm;
    }

    /** The signature over {@code content}. */
    public byte[] sign(byte[] content) {
        try {
            if (algorithm.isSymmetric()) {
                Mac mac = Mac.getInstance(algorithm.jdkName());
                mac.init(key);
                return mac.doFinal(content);
            }
            Signature signature = Signature.getInstance(algorithm.jdkName());
            signature.initSign((PrivateKey) key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK signs in " + algorithm, broken);
        }
    }

    /** Only the algorithm. */
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}

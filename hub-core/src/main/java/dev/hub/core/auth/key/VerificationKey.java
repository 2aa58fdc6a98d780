package dev.hub.core.auth.key;

import dev.hub.core.auth.key.TokenAlgorithm.Family;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that verifies signatures of its own kind alone: a public key never serves as a secret, nor a secret as a public
 * key, whatever a token asks for. Weak keys cannot be made. Safe from any thread.
 */
public final class VerificationKey {
    private final Key key;
    private final Family family;
    private final int curveBits;

    private VerificationKey(Key key, Family family, int curveBits) {
        this.key = key;
        this.family = family;
        this.curveBits = curveBits;
    }

    /** The shared secret {@code secret}, which must not be empty. */
    public static VerificationKey ofSecret(byte[] secret) {
        return new VerificationKey(new SecretKeySpec(secret, "HMAC"), Family.HMAC, 0);
    }

    /**
     * The public key {@code key}.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    public static VerificationKey of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> new VerificationKey(PublicKeys.checked(rsa), Family.RSA, 0);
            case ECPublicKey curve ->
                new VerificationKey(PublicKeys.checked(curve), Family.ECDSA, PublicKeys.bits(curve.getParams()));
            case EdECPublicKey edwards -> new VerificationKey(PublicKeys.checked(edwards), Family.EDDSA, 0);
            default -> throw new IllegalArgumentException("must be an RSA, EC or Ed25519 key");
        };
    }

    /** Its kind. */
    public Family family() {
        return family;
    }

    /** Signatures of {@code algorithm} are made with keys of this kind, and on this curve. */
    public boolean accepts(TokenAlgorithm algorithm) {
        return algorithm.family() == family && algorithm.curveBits() == curveBits;
    }

    /** {@code signature} was made over {@code content} with the other half of this key; false also when it is none. */
    public boolean verifies(TokenAlgorithm algorithm, byte[] content, byte[] signature) {
        if (!accepts(algorithm)) {
            return false;
        }
        try {
            return algorithm.isSymmetric()
                    ? MessageDigest.isEqual(mac(algorithm, content), signature)
                    : verifiesPublicly(algorithm, content, signature);
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }

    private byte[] mac(TokenAlgorithm algorithm, byte[] content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm.jdkName());
        mac.init(key);
        return mac.doFinal(content);
    }

    private boolean verifiesPublicly(TokenAlgorithm algorithm, byte[] content, byte[] signature)
            throws GeneralSecurityException {
        int length = 2 * Math.ceilDiv(curveBits, Byte.SIZE);
        if (length > 0 && signature.length != length) {
            return false;
        }
        Signature check = Signature.getInstance(algorithm.jdkName());
        check.initVerify((PublicKey) key);
        check.update(content);
        return check.verify(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that
                && family == that.family
                && MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Only the kind. */
    @Override
    public String toString() {
        return "VerificationKey[" + family + "]";
    }
}

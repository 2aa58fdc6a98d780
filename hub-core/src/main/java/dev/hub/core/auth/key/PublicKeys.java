package dev.hub.core.auth.key;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;

/** Makes public keys out of their numbers and refuses the weak ones. Texts begin with a verb and name no key. */
final class PublicKeys {
    private static final int MIN_RSA_BITS = 2048;
    /** A check takes time with the square of the size. */
    private static final int MAX_RSA_BITS = 8192;
    /** Smaller exponents have a history of forgeries; with 1 anybody can sign. */
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);

    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");
    private static final int ED25519_BYTES = 32;

    private PublicKeys() {}

    static RSAPublicKey checked(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new IllegalArgumentException(
                    "must have " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits (RSA), got " + bits);
        }
        if (key.getPublicExponent().compareTo(MIN_EXPONENT) < 0
                || !key.getPublicExponent().testBit(0)) {
            throw new IllegalArgumentException("must have an odd exponent of at least 65537 (RSA)");
        }
        if (!key.getModulus().testBit(0)) {
            throw new IllegalArgumentException("must have an odd modulus (RSA)");
        }
        return key;
    }

    static ECPublicKey checked(ECPublicKey key) {
        ECParameterSpec curve = key.getParams();
        boolean isKnown = CURVES.stream().map(PublicKeys::curve).anyMatch(each -> isSame(each, curve));
        if (!isKnown) {
            throw new IllegalArgumentException("must lie on P-256, P-384 or P-521 (EC)");
        }
        if (!lies(key.getW(), curve)) {
            throw new IllegalArgumentException("must be a point of its curve (EC)");
        }
        return key;
    }

    static EdECPublicKey checked(EdECPublicKey key) {
        if (!key.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            throw new IllegalArgumentException("must lie on Ed25519 (EdDSA)");
        }
        return key;
    }

    private static boolean isSame(ECParameterSpec a, ECParameterSpec b) {
        return a.getCurve().equals(b.getCurve())
                && a.getGenerator().equals(b.getGenerator())
                && a.getOrder().equals(b.getOrder());
    }

    /** y² = x³ + ax + b, and both coordinates in range. */
    private static boolean lies(ECPoint point, ECParameterSpec curve) {
        if (point.equals(ECPoint.POINT_INFINITY) || !(curve.getCurve().getField() instanceof ECFieldFp field)) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x)
                .add(curve.getCurve().getA())
                .multiply(x)
                .add(curve.getCurve().getB());
        return y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    static int bits(ECParameterSpec curve) {
        return curve.getCurve().getField().getFieldSize();
    }

    static VerificationKey rsa(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        if (modulus.bitLength() > MAX_RSA_BITS || exponent.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("must have at most " + MAX_RSA_BITS + " bits (RSA)");
        }
        return VerificationKey.of(
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    }

    /** @param curve as a key set calls it: {@code P-256}, {@code P-384}, {@code P-521} */
    static VerificationKey elliptic(String curve, BigInteger x, BigInteger y) throws GeneralSecurityException {
        ECParameterSpec parameters = switch (curve) {
            case "P-256" -> curve(CURVES.get(0));
            case "P-384" -> curve(CURVES.get(1));
            case "P-521" -> curve(CURVES.get(2));
            default -> throw new IllegalArgumentException("must lie on P-256, P-384 or P-521 (EC)");
        };
        ECPoint point = new ECPoint(x, y);
        if (!lies(point, parameters)) {
            throw new IllegalArgumentException("must be a point of its curve (EC)");
        }
        return VerificationKey.of(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters)));
    }

    /** @param encoded y in little-endian order, its highest bit the lowest of x. RFC 8032, 5.1.2 */
    static VerificationKey ed25519(byte[] encoded) throws GeneralSecurityException {
        if (encoded.length != ED25519_BYTES) {
            throw new IllegalArgumentException("must have " + ED25519_BYTES + " bytes (Ed25519)");
        }
        byte[] y = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            y[i] = encoded[ED25519_BYTES - 1 - i];
        }
        boolean isOdd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        EdECPoint point = new EdECPoint(isOdd, new BigInteger(1, y));
        return VerificationKey.of(KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
    }

    private static ECParameterSpec curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (InvalidParameterSpecException | NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has " + name, absent);
        }
    }
}

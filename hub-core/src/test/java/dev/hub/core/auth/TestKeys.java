package dev.hub.core.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Makes keys, and writes them as PEM and as members of key sets. */
public final class TestKeys {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private TestKeys() {}

    /** An RSA key of {@code bits} with the usual exponent. */
    public static KeyPair rsa(int bits) {
        return pair("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    }

    /** An RSA key with an exponent of one's own. */
    static KeyPair rsa(int bits, int exponent) {
        return pair("RSA", new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
    }

    /** A key on {@code curve}, such as {@code secp256r1}. */
    public static KeyPair elliptic(String curve) {
        return pair("EC", new ECGenParameterSpec(curve));
    }

    /** An Ed25519 key. */
    public static KeyPair ed25519() {
        return pair("Ed25519", null);
    }

    private static KeyPair pair(String kind, @Nullable AlgorithmParameterSpec spec) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (spec != null) {
                generator.initialize(spec);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new AssertionError(absent);
        }
    }

    /** {@code key} in PEM, public or private. */
    public static String pem(Key key) {
        String label = key instanceof PublicKey ? "PUBLIC KEY" : "PRIVATE KEY";
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + label
                + "-----\n";
    }

    /** {@code key} as a member of a key set. */
    public static JsonObject jwk(String id, PublicKey key) {
        JsonObject json = switch (key) {
            case RSAPublicKey rsa ->
                new JsonObject()
                        .put("kty", "RSA")
                        .put("n", number(rsa.getModulus(), 0))
                        .put("e", number(rsa.getPublicExponent(), 0));
            case ECPublicKey curve -> elliptic(curve);
            case EdECPublicKey edwards ->
                new JsonObject()
                        .put("kty", "OKP")
                        .put("crv", "Ed25519")
                        .put("x", BASE64.encodeToString(lastBytes(edwards.getEncoded(), 32)));
            default -> throw new IllegalArgumentException(key.getAlgorithm());
        };
        return id.isEmpty() ? json : json.put("kid", id);
    }

    private static JsonObject elliptic(ECPublicKey key) {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        int bytes = Math.ceilDiv(bits, 8);
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-" + bits)
                .put("x", number(key.getW().getAffineX(), bytes))
                .put("y", number(key.getW().getAffineY(), bytes));
    }

    /** A key set of {@code keys}. */
    public static byte[] set(JsonObject... keys) {
        return new JsonObject()
                .put("keys", new JsonArray(Arrays.asList(keys)))
                .toBuffer()
                .getBytes();
    }

    private static String number(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        int size = length > 0 ? length : Math.ceilDiv(value.bitLength(), 8);
        byte[] padded = new byte[size];
        int count = Math.min(size, bytes.length);
        System.arraycopy(bytes, bytes.length - count, padded, size - count, count);
        return BASE64.encodeToString(padded);
    }

    private static byte[] lastBytes(byte[] all, int count) {
        return Arrays.copyOfRange(all, all.length - count, all.length);
    }
}

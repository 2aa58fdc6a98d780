package dev.hub.core.auth.key;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One key of a set as it is written (JWK); members that are no strings do not count, but for {@code key_ops}. */
final class JsonWebKey {
    private static final int MAX_ID = 256;

    private final Map<String, String> members = new HashMap<>();
    private boolean hasOperations;
    private boolean verifies;

    private JsonWebKey() {}

    /** Reads the value that begins at the current token. */
    static JsonWebKey read(JsonParser parser) throws IOException {
        JsonWebKey key = new JsonWebKey();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return key;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            key.readMember(parser);
        }
        return key;
    }

    private void readMember(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING) {
            members.put(name, parser.getText());
        } else if (value == JsonToken.START_ARRAY && name.equals("key_ops")) {
            hasOperations = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                verifies |= parser.currentToken() == JsonToken.VALUE_STRING
                        && parser.getText().equals("verify");
                parser.skipChildren();
            }
        } else {
            parser.skipChildren();
        }
    }

    /** @throws IllegalArgumentException with the rule that it breaks */
    KeySet.Entry toEntry() {
        requireUse();
        String id = get("kid");
        require(id.length() <= MAX_ID, "must have a kid of at most " + MAX_ID + " characters");
        try {
            VerificationKey key = key();
            TokenAlgorithm algorithm = algorithm();
            require(algorithm == null || key.accepts(algorithm), "must have an alg that goes with its kind");
            return new KeySet.Entry(id, algorithm, key);
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("must be a valid key", broken);
        }
    }

    private void requireUse() {
        String use = get("use");
        require(use.isEmpty() || use.equals("sig"), "must be for signatures (use)");
        require(!hasOperations || verifies, "must be for verifying (key_ops)");
        require(!members.containsKey("d"), "must not be used, for its private half has been published");
    }

    private @Nullable TokenAlgorithm algorithm() {
        String alg = get("alg");
        return alg.isEmpty()
                ? null
                : TokenAlgorithm.of(alg)
                        .orElseThrow(() -> new IllegalArgumentException("must have an alg that the hub knows"));
    }

    private VerificationKey key() throws GeneralSecurityException {
        return switch (get("kty")) {
            case "RSA" -> PublicKeys.rsa(number("n"), number("e"));
            case "EC" -> PublicKeys.elliptic(get("crv"), number("x"), number("y"));
            case "OKP" -> {
                require(get("crv").equals("Ed25519"), "must lie on Ed25519 (OKP)");
                yield PublicKeys.ed25519(bytes("x"));
            }
            case "oct" -> throw new IllegalArgumentException("must not be a secret (oct), for the set is public");
            default -> throw new IllegalArgumentException("must have kty RSA, EC or OKP");
        };
    }

    private BigInteger number(String name) {
        return new BigInteger(1, bytes(name));
    }

    private byte[] bytes(String name) {
        String text = get(name);
        require(!text.isEmpty(), "must have " + name);
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("must have " + name + " in base64url", broken);
        }
    }

    private String get(String name) {
        return members.getOrDefault(name, "");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}

package dev.hub.core.auth;

import dev.hub.core.auth.key.TokenAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed token, taken to pieces (RFC 7515, compact form); nothing in it is believed yet. Of its header count
 * {@code alg}, {@code kid} and {@code crit} alone: keys, or where to find them, never come out of a token.
 */
final class CompactToken {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]*)\\.([A-Za-z0-9_-]*)");
    private static final int MAX_HEADER = 4096;
    private static final int MAX_KEY_ID = 256;

    private final Header header;
    private final TokenAlgorithm algorithm;
    private final byte[] content;
    private final byte[] payload;
    private final byte[] signature;

    private CompactToken(Header header, String signed, byte[] payload, byte[] signature) throws Malformed {
        this.header = header;
        this.algorithm = header.algorithm();
        this.content = signed.getBytes(StandardCharsets.ISO_8859_1);
        this.payload = payload;
        this.signature = signature;
    }

    TokenAlgorithm algorithm() {
        return algorithm;
    }

    /** {@code kid}, a key to look up in what is configured; empty for none. */
    String keyId() {
        return header.keyId;
    }

    /** What is signed. */
    byte[] content() {
        return content;
    }

    byte[] payload() {
        return payload;
    }

    byte[] signature() {
        return signature;
    }

    static CompactToken parse(String token) throws Malformed {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || !FORM.matcher(token).matches()) {
            throw new Malformed("it is not three parts in base64url with dots between them");
        }
        if (first > MAX_HEADER) {
            throw new Malformed("its header is longer than " + MAX_HEADER + " characters");
        }
        Header header = new Header();
        ClaimReader.readObject(decode(token.substring(0, first)), "its header is", header::read);
        return new CompactToken(
                header,
                token.substring(0, second),
                decode(token.substring(first + 1, second)),
                decode(token.substring(second + 1)));
    }

    private static byte[] decode(String part) throws Malformed {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException broken) {
            throw new Malformed("it is not three parts in base64url with dots between them");
        }
    }

    /** What the header says, as it is read. */
    private static final class Header {
        private @Nullable String algorithm;
        private String keyId = "";

        void read(String name, ClaimReader value) throws IOException, Malformed {
            switch (name) {
                case "alg" -> algorithm = text(name, value);
                case "kid" -> keyId = text(name, value);
                case "crit" -> throw new Malformed("its header asks for an extension (crit), and the hub has none");
                default -> value.skip();
            }
        }

        private static String text(String name, ClaimReader value) throws IOException, Malformed {
            try {
                String text = value.string(name);
                if (text.length() > MAX_KEY_ID) {
                    throw new Malformed("");
                }
                return text;
            } catch (Malformed broken) {
                throw new Malformed(
                        "its header's " + name + " is not a string of at most " + MAX_KEY_ID + " characters");
            }
        }

        TokenAlgorithm algorithm() throws Malformed {
            String alg = algorithm;
            if (alg == null) {
                throw new Malformed("its header has no alg");
            }
            if (alg.equalsIgnoreCase("none")) {
                throw new Malformed("it is not signed (alg none)");
            }
            return TokenAlgorithm.of(alg)
                    .orElseThrow(() -> new Malformed("its alg is none of those that the hub knows"));
        }
    }
}

package dev.hub.core.auth.key;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a key set (JWKS, RFC 7517). Keys that cannot be used are left out, each with a reason: those of other kinds or
 * uses, weak ones, secrets, and those whose private half has been published.
 */
public final class JsonWebKeys {
    /** Most keys in a set. */
    public static final int MAX_KEYS = 100;

    /** Longest text of a set, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_DEPTH = 16;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final Set<KeySet.Entry> usable = new LinkedHashSet<>();
    private final List<String> unusable = new ArrayList<>();

    private JsonWebKeys() {}

    /**
     * What was read.
     *
     * @param unusable why keys were left out, with their place in the list
     */
    public record Parsed(KeySet keys, List<String> unusable) {
        /** Copies {@code unusable}. */
        public Parsed {
            unusable = List.copyOf(unusable);
        }
    }

    /**
     * Reads the set in {@code json}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Parsed parse(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("the key set has more than " + MAX_BYTES + " bytes");
        }
        JsonWebKeys reader = new JsonWebKeys();
        try (JsonParser parser = FACTORY.createParser(json)) {
            reader.readSet(parser);
        } catch (IOException broken) {
            throw new IllegalArgumentException("the key set is not JSON with a list \"keys\"", broken);
        }
        return new Parsed(new KeySet(List.copyOf(reader.usable)), reader.unusable);
    }

    private void readSet(JsonParser parser) throws IOException {
        boolean hasKeys = false;
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isKeys = "keys".equals(parser.currentName());
                if (parser.nextToken() == JsonToken.START_ARRAY && isKeys) {
                    readKeys(parser);
                    hasKeys = true;
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (!hasKeys || parser.nextToken() != null) {
            throw new IllegalArgumentException("the key set is not JSON with a list \"keys\"");
        }
    }

    private void readKeys(JsonParser parser) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == MAX_KEYS) {
                throw new IllegalArgumentException("the key set has more than " + MAX_KEYS + " keys");
            }
            JsonWebKey key = JsonWebKey.read(parser);
            try {
                usable.add(key.toEntry());
            } catch (IllegalArgumentException refused) {
                unusable.add("keys[" + i + "] " + refused.getMessage());
            }
        }
    }
}

package dev.hub.core.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON inside a token, value by value, each with its type checked. What names a claim twice is refused: the hub
 * and who issued the token might read another one each.
 */
final class ClaimReader {
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final byte[] source;
    private final JsonParser parser;

    private ClaimReader(byte[] source) throws IOException {
        this.source = source;
        this.parser = FACTORY.createParser(source);
    }

    /** What to do with a member whose value the reader stands at; it has to read or skip it. */
    @FunctionalInterface
    interface Member {
        void read(String name, ClaimReader value) throws IOException, Malformed;
    }

    /** Reads the one object that {@code json} is. */
    static void readObject(byte[] json, String what, Member member) throws Malformed {
        try {
            ClaimReader reader = new ClaimReader(json);
            if (reader.parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed(what + " not one JSON object");
            }
            reader.members(member);
            if (reader.parser.nextToken() != null) {
                throw new Malformed(what + " not one JSON object");
            }
        } catch (IOException broken) {
            throw new Malformed(what + " not one JSON object");
        }
    }

    private void members(Member member) throws IOException, Malformed {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name, this);
        }
    }

    /** Passes over the value. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** Reads the members of the object {@code claim}. */
    void object(String claim, Member member) throws IOException, Malformed {
        require(parser.currentToken() == JsonToken.START_OBJECT, claim, "is not an object");
        members(member);
    }

    /** Reads each element of the list {@code claim}. */
    void list(String claim, Member element) throws IOException, Malformed {
        require(parser.currentToken() == JsonToken.START_ARRAY, claim, "is not a list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read(claim, this);
        }
    }

    String string(String claim) throws IOException, Malformed {
        require(parser.currentToken() == JsonToken.VALUE_STRING, claim, "is not a string");
        return parser.getText();
    }

    boolean truth(String claim) throws IOException, Malformed {
        require(parser.currentToken().isBoolean(), claim, "is not true or false");
        return parser.getBooleanValue();
    }

    List<String> strings(String claim) throws IOException, Malformed {
        List<String> strings = new ArrayList<>();
        list(claim, (name, value) -> strings.add(value.string(name)));
        return strings;
    }

    /** One string, or a list of them. */
    List<String> stringOrStrings(String claim) throws IOException, Malformed {
        return parser.currentToken() == JsonToken.START_ARRAY ? strings(claim) : List.of(string(claim));
    }

    /** RFC 7519 allows fractions of a second; they are cut off. */
    long seconds(String claim) throws IOException, Malformed {
        require(parser.currentToken().isNumeric(), claim, "is not a number");
        double value = parser.getDoubleValue();
        require(Math.abs(value) < Instant.MAX.getEpochSecond(), claim, "is no time");
        return (long) value;
    }

    List<ChannelName> channelNames(String claim) throws IOException, Malformed {
        List<ChannelName> names = new ArrayList<>();
        list(claim, (name, value) -> names.add(channelName(name, value.string(name))));
        return names;
    }

    /** {@code text} as the name of a channel. */
    static ChannelName channelName(String claim, String text) throws Malformed {
        require(ChannelName.faultOf(text).isEmpty(), claim, "holds no valid name of a channel");
        return new ChannelName(text);
    }

    /** The value as it stands, so that numbers keep every digit; null for null. */
    @Nullable
    Payload raw() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return Payload.ofBytes(Arrays.copyOfRange(source, start, end));
    }

    /** JSON in base64, of either alphabet; null when it is empty. */
    @Nullable
    Payload base64(String claim) throws IOException, Malformed {
        String text = string(claim).replace('-', '+').replace('_', '/');
        if (text.isEmpty()) {
            return null;
        }
        try {
            byte[] json = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            requireJson(claim, json);
            return Payload.ofBytes(json);
        } catch (IllegalArgumentException broken) {
            throw new Malformed("its claim \"" + claim + "\" is not base64");
        }
    }

    private static void requireJson(String claim, byte[] json) throws Malformed {
        boolean isJson;
        try (JsonParser check = FACTORY.createParser(json)) {
            isJson = check.nextToken() != null;
            check.skipChildren();
            check.finishToken();
            isJson &= check.nextToken() == null;
        } catch (IOException broken) {
            isJson = false;
        }
        require(isJson, claim, "does not hold JSON");
    }

    static void require(boolean holds, String claim, String fault) throws Malformed {
        if (!holds) {
            throw new Malformed("its claim \"" + claim + "\" " + fault);
        }
    }
}

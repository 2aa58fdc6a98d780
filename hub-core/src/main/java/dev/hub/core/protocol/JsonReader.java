package dev.hub.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hub.core.channel.Payload;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads JSON from UTF-8 bytes field by field, and cuts the application's own data out of them unparsed. Refuses what
 * is nested more than {@value #MAX_DEPTH} deep.
 */
final class JsonReader {
    static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final byte[] source;
    private final JsonParser parser;

    JsonReader(byte[] source) throws IOException {
        this.source = source;
        this.parser = FACTORY.createParser(source);
    }

    /** What to do with the field whose value comes next. */
    interface FieldReader {
        void read(String name, JsonReader value) throws IOException;
    }

    /** Reads one object, which begins with the next token, and nothing behind it but white space. */
    void wholeObject(FieldReader fields) throws IOException {
        nextObject(fields);
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("something follows the JSON object");
        }
    }

    /** Reads the object that begins with the next token. */
    void nextObject(FieldReader fields) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            fields.read(parser.currentName(), this);
        }
    }

    /** The string that comes next; empty for null. */
    String string() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        expect(token, JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** The whole number that comes next. */
    long integer() throws IOException {
        expect(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    /** The truth value that comes next. */
    boolean truth() throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw unexpected(token);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The value that comes next, whatever it is, as it stands. */
    Payload raw() throws IOException {
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return Payload.ofBytes(Arrays.copyOfRange(source, start, end));
    }

    /** Passes over the value that comes next. */
    void skip() throws IOException {
        parser.nextToken();
        parser.skipChildren();
        parser.finishToken();
    }

    private static void expect(JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw unexpected(token);
        }
    }

    private static IllegalArgumentException unexpected(JsonToken token) {
        return new IllegalArgumentException("unexpected " + token);
    }
}

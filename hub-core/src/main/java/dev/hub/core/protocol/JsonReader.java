package dev.hub.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hub.core.channel.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads JSON from UTF-8 bytes field by field, and cuts the application's own data out of them unparsed. Refuses what
 * is nested more than {@value #MAX_DEPTH} deep.
 */
public final class JsonReader {
    /** Deepest nesting that is read. */
    public static final int MAX_DEPTH = 64;

    private static final byte OPENING_BRACE = '{';

    // Names come from strangers: interning them would fill the JVM's table of strings.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final byte[] source;
    private final JsonParser parser;

    /**
     * Reads from the start of {@code source}, which nobody may change meanwhile.
     *
     * @throws IllegalArgumentException when it is no object in UTF-8
     */
    public JsonReader(byte[] source) throws IOException {
        requireObjectInUtf8(source);
        this.source = source;
        this.parser = FACTORY.createParser(source);
    }

    /**
     * The parser would take a byte order mark or a zero byte as a sign of UTF-16 or UTF-32. Neither can stand in an
     * object in UTF-8.
     */
    private static void requireObjectInUtf8(byte[] source) {
        int start = 0;
        while (start < source.length && isWhiteSpace(source[start])) {
            start++;
        }
        if (start == source.length || source[start] != OPENING_BRACE) {
            throw new IllegalArgumentException("not a JSON object");
        }
        for (byte each : source) {
            if (each == 0) {
                throw new IllegalArgumentException("a zero byte in JSON");
            }
        }
    }

    static boolean isWhiteSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    /** What to do with the field whose value comes next. */
    @FunctionalInterface
    public interface FieldReader {
        /** Reads the value of the field {@code name} from {@code value}, or skips it. */
        void read(String name, JsonReader value) throws IOException;
    }

    /** Reads one object, which begins with the next token, and nothing behind it but white space. */
    public void wholeObject(FieldReader fields) throws IOException {
        nextObject(fields);
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("something follows the JSON object");
        }
    }

    /** Reads the object that begins with the next token. */
    public void nextObject(FieldReader fields) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        rest(fields);
    }

    /** Reads the object that begins with the next token; tells whether there was one, and not null. */
    public boolean nextObjectOrNull(FieldReader fields) throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        rest(fields);
        return true;
    }

    /** Reads the array of objects that comes next, each one's fields with what {@code each} returns for it; none for null. */
    public void nextObjects(Supplier<FieldReader> each) throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.START_OBJECT);
            rest(each.get());
        }
    }

    private void rest(FieldReader fields) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            fields.read(parser.currentName(), this);
        }
    }

    /** The string that comes next; empty for null. */
    public String string() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        expect(token, JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** The array of strings that comes next; empty for null. */
    public List<String> strings() throws IOException {
        List<String> strings = new ArrayList<>();
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return strings;
        }
        expect(parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_STRING);
            strings.add(parser.getText());
        }
        return strings;
    }

    /** The object of strings that comes next. */
    public Map<String, String> stringMap() throws IOException {
        Map<String, String> strings = new LinkedHashMap<>();
        nextObject((name, value) -> strings.put(name, value.string()));
        return strings;
    }

    /** The whole number that comes next; 0 for null. */
    public long integer() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return 0;
        }
        expect(token, JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    /** The truth value that comes next; false for null. */
    public boolean truth() throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
            throw unexpected(token);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The value that comes next, whatever it is, as it stands. */
    public Payload raw() throws IOException {
        parser.nextToken();
        return current();
    }

    /** The elements of the array that comes next, each as it stands; none for null. */
    public List<Payload> raws() throws IOException {
        List<Payload> values = new ArrayList<>();
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return values;
        }
        expect(parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(current());
        }
        return values;
    }

    private Payload current() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return Payload.ofBytes(Arrays.copyOfRange(source, start, end));
    }

    /** Passes over the value that comes next. */
    public void skip() throws IOException {
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

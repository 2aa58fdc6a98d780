package dev.hub.verticles.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.hub.core.protocol.JsonReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.Optional;

/**
 * Jobs in a file, read one by one however long it is: JSON objects one after the other, as in NDJSON, or arrays of them.
 * What is in an object is not changed by a byte.
 */
final class JobFile implements AutoCloseable {
    /** Longest job, in characters: no hub takes a longer one. */
    static final int MAX_LENGTH = 4 * 1024 * 1024;

    private static final int SHOWN = 60;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonReader.MAX_DEPTH)
                    .maxStringLength(MAX_LENGTH)
                    .build())
            .build();

    private final InputSource source;
    private final TextRecord text;
    private final JsonParser parser;
    private boolean isInArray;
    private int line;

    /** Opens {@code source}. */
    JobFile(InputSource source) {
        this.source = source;
        this.text = new TextRecord(source.open(), MAX_LENGTH);
        try {
            this.parser = FACTORY.createParser(text);
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
    }

    /**
     * A job.
     *
     * @param line where it begins, from 1 on
     * @param json an object
     */
    record Entry(int line, String json) {}

    /** The next job; none at the end. */
    Optional<Entry> next() {
        try {
            return read(parser.nextToken());
        } catch (JsonProcessingException broken) {
            JsonLocation place = broken.getLocation() == null ? parser.currentLocation() : broken.getLocation();
            throw at(place.getLineNr(), "is not valid JSON: " + broken.getOriginalMessage());
        } catch (TextRecord.TooLongException endless) {
            throw at(line, "begins a job that is larger than 4 MiB");
        } catch (CharacterCodingException strange) {
            throw at(parser.currentLocation().getLineNr(), "or one after it is not in UTF-8");
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
    }

    private Optional<Entry> read(JsonToken token) throws IOException {
        JsonToken next = token;
        while ((next == JsonToken.START_ARRAY && !isInArray) || next == JsonToken.END_ARRAY) {
            isInArray = next == JsonToken.START_ARRAY;
            next = parser.nextToken();
        }
        if (next == null) {
            return Optional.empty();
        }
        line = parser.currentTokenLocation().getLineNr();
        if (next != JsonToken.START_OBJECT) {
            throw at(line, "must hold a job, a JSON object, got " + shown(parser.getText()));
        }
        long start = parser.currentTokenLocation().getCharOffset();
        text.forgetUntil(start);
        skip();
        return Optional.of(
                new Entry(line, text.from(start, parser.currentLocation().getCharOffset())));
    }

    /** To the end of the object that has begun. */
    private void skip() throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = nextInside();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    private JsonToken nextInside() throws IOException {
        try {
            return Objects.requireNonNull(parser.nextToken(), "no end inside of an object");
        } catch (JsonEOFException end) {
            throw at(line, "begins a job that is not closed");
        }
    }

    private static String shown(String value) {
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    }

    /** What is wrong with the job that begins at {@code line}. */
    CommandFailure at(int line, String fault) {
        return CommandFailure.of(source.shown() + ": line " + line + " " + fault);
    }

    /** How much has been read, in bytes. */
    long bytes() {
        return text.bytes();
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException ignored) {
            // It was read only.
        }
    }
}

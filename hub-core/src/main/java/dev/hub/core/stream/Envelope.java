package dev.hub.core.stream;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * One message on a stream's pub/sub channel: {@code <offset> <previous> <epoch> <flags>[ <channel>]\n<JSON>}, or the JSON
 * alone. Flags are {@code d} for delta or {@code -} for none; what has no place has offset 0 and epoch {@code -}.
 *
 * @param offset of the publication, from 1; 0 when it has no place in a stream
 * @param previous offset of the publication before it; 0 when there is none
 * @param epoch of the stream; empty without a place
 * @param delta it may go out as a delta where the namespace does not say so for all
 * @param channel the channel it was published to, in feeds; else empty
 * @param publication the publication's JSON, without its offset
 */
public record Envelope(long offset, long previous, String epoch, boolean delta, String channel, Payload publication) {
    private static final String NONE = "-";
    private static final String DELTA = "d";
    private static final int FIELDS = 4;

    /** Checks that the one before comes before. */
    public Envelope {
        boolean hasPlace = offset > 0 && previous >= 0 && previous < offset && !epoch.isEmpty();
        boolean hasNone = offset == 0 && previous == 0 && epoch.isEmpty();
        if (!hasPlace && !hasNone) {
            throw new IllegalArgumentException("no place in a stream: offset " + offset + " after " + previous
                    + (epoch.isEmpty() ? " without epoch" : ""));
        }
    }

    /** It has a place in a stream. */
    public boolean isPositioned() {
        return offset > 0;
    }

    /** Its place. */
    public StreamPosition position() {
        return new StreamPosition(offset, epoch);
    }

    /** The same as an entry of the stream; it must have a place. */
    public StreamEntry entry() {
        return new StreamEntry(offset, previous, delta, channel, publication);
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException when it is none; the text holds nothing of it
     */
    public static Envelope decode(Buffer message) {
        byte[] bytes = message.getBytes();
        if (bytes.length > 0 && bytes[0] == '{') {
            return new Envelope(0, 0, "", false, "", Payload.ofBytes(bytes));
        }
        int end = indexOf(bytes, '\n');
        if (end < 0) {
            throw new IllegalArgumentException("a message has neither a head nor JSON, " + bytes.length + " bytes");
        }
        String[] head = new String(bytes, 0, end, StandardCharsets.UTF_8).split(" ", FIELDS + 1);
        if (head.length < FIELDS) {
            throw new IllegalArgumentException("the head of a message has " + head.length + " fields");
        }
        byte[] json = new byte[bytes.length - end - 1];
        System.arraycopy(bytes, end + 1, json, 0, json.length);
        return new Envelope(
                number(head[0]),
                number(head[1]),
                head[2].equals(NONE) ? "" : head[2],
                isDelta(head[3]),
                head.length > FIELDS ? head[FIELDS] : "",
                Payload.ofBytes(json));
    }

    /** The message. */
    public Buffer encode() {
        String head = offset + " " + previous + " " + (epoch.isEmpty() ? NONE : epoch) + " " + flags(delta)
                + (channel.isEmpty() ? "" : " " + channel) + "\n";
        return Buffer.buffer(head).appendBytes(publication.bytes());
    }

    /** The flags as a word; as the scripts hand them on and keep them. */
    static String flags(boolean delta) {
        return delta ? DELTA : NONE;
    }

    /** Reads {@link #flags}. */
    static boolean isDelta(String flags) {
        return flags.equals(DELTA);
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "the head of a message has a number of " + digits.length() + " characters that is none", malformed);
        }
    }
}

package dev.hub.core.stream;

import dev.hub.core.channel.StreamPosition;
import io.vertx.core.buffer.Buffer;

/**
 * A message on a stream's pub/sub channel, in order with the publications: those up to a place are to be forgotten.
 * {@code removed <offset> <epoch>}.
 *
 * @param through the place of the last one that is removed
 */
public record Removal(StreamPosition through) {
    private static final String WORD = "removed ";

    /** Told by the first byte; publications begin otherwise. */
    public static boolean isOne(Buffer message) {
        return message.length() > 0 && message.getByte(0) == WORD.charAt(0);
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException when it is none; the text holds nothing of it
     */
    public static Removal decode(Buffer message) {
        String text = message.toString();
        String[] fields = text.split(" ", 3);
        if (!text.startsWith(WORD) || fields.length < 3) {
            throw new IllegalArgumentException("a message of " + message.length() + " bytes tells of no removal");
        }
        try {
            return new Removal(new StreamPosition(Long.parseLong(fields[1]), fields[2]));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "a removal has an offset of " + fields[1].length() + " characters that is none", malformed);
        }
    }

    /** Whether a publication is among those removed. */
    public boolean concerns(StreamPosition publication) {
        return publication.epoch().equals(through.epoch()) && publication.offset() <= through.offset();
    }
}

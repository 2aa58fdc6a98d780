package dev.hub.verticles.loss.judge;

/**
 * The content of one publication. A writer never uses a number twice, so that equal messages are the same publication.
 *
 * @param writer who publishes it
 * @param number how many messages this writer began before
 */
public record Message(String writer, int number) {
    /** The idempotency key under which it is published, however often. */
    public String key() {
        return writer + "-" + number;
    }

    @Override
    public String toString() {
        return key();
    }
}

package dev.hub.verticles.loss.judge;

/**
 * Where a publication is in the stream of its channel.
 *
 * @param epoch the incarnation of the stream
 * @param offset 0 before the first publication
 */
public record Position(String epoch, long offset) {
    /** The same epoch, another offset. */
    Position at(long other) {
        return new Position(epoch, other);
    }

    @Override
    public String toString() {
        return epoch + ":" + offset;
    }
}

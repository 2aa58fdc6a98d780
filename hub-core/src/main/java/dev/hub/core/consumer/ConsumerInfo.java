package dev.hub.core.consumer;

import dev.hub.core.channel.StreamPosition;

/**
 * How a consumer is doing.
 *
 * @param settings with what it begins left out
 * @param top the stream's last publication
 * @param delivered offset up to which everything was delivered at least once
 * @param counts what happened since it was made
 * @param lag publications that were never delivered
 * @param unacknowledged deliveries without acknowledgement
 * @param leased of these, the ones that somebody works on
 * @param deadLetters how many there are
 * @param oldestMillis age of the oldest publication that is not acknowledged; 0 when there is none or its age is unknown
 */
public record ConsumerInfo(
        ConsumerSettings settings,
        StreamPosition top,
        long delivered,
        Counts counts,
        long lag,
        long unacknowledged,
        long leased,
        long deadLetters,
        long oldestMillis) {
    /**
     * What was counted.
     *
     * @param deliveries all of them
     * @param redeliveries of these, the ones that were not the first of their publication
     * @param refusals deliveries that failed and were said to
     * @param dead publications that became dead letters
     * @param deadDropped dead letters that gave way to newer ones
     * @param lost publications that the stream no longer held when they were due; at least so many
     */
    public record Counts(
            long deliveries,
            long redeliveries,
            long acknowledgements,
            long refusals,
            long dead,
            long deadDropped,
            long lost) {}
}

package dev.hub.core.channel;

import dev.hub.core.option.Range;
import java.time.Duration;
import java.util.List;

/**
 * In which form, how fast and to whom publications of a namespace's channels go out.
 *
 * @param allowedDeltaTypes kinds of delta that clients may ask for; the only kind is {@code fossil}
 * @param deltaPublish publications go out as deltas to clients that asked for them; if false only those that are
 *     published with {@code delta: true}
 * @param keepLatestPublication deltas also in channels without history: each instance remembers the latest publication
 * @param allowTagsFilter clients may name the tags that interest them
 * @param batchMaxSize publications that are collected before they go out at the latest, 0 to 10000; 0 for no such limit
 * @param batchMaxDelay how long publications are collected, 0 to 1m; 0 for not at all
 * @param batchFlushLatest of what was collected only the latest publication goes out, or the latest of each key
 * @param slowConsumer what becomes of a subscription whose socket does not keep up
 * @param conflateBy the tag whose value is a publication's key, for conflation, at most 64 characters; empty for one key
 *     for all
 * @param wildcards the channels can be subscribed to by pattern; all of them then share one slot of a cluster
 */
public record DeliveryRules(
        List<String> allowedDeltaTypes,
        boolean deltaPublish,
        boolean keepLatestPublication,
        boolean allowTagsFilter,
        @Range(min = "0", max = "10000") int batchMaxSize,
        @Range(min = "0s", max = "1m") Duration batchMaxDelay,
        boolean batchFlushLatest,
        SlowConsumer slowConsumer,
        String conflateBy,
        boolean wildcards) {
    private static final int MAX_TAG = 64;

    /** The only kind of delta there is. */
    public static final String FOSSIL = "fossil";

    /** What is done when more waits for a socket than {@code client.queue-max-size}. */
    public enum SlowConsumer {
        /** The connection is closed with 3008. */
        DISCONNECT,
        /** Older publications of the same key give way to the latest one. */
        CONFLATE,
        /** The oldest publications are dropped; a positioned subscription gets them later from the stream. */
        DROP_OLDEST
    }

    /** Checks {@code allowedDeltaTypes} and {@code conflateBy}. */
    public DeliveryRules {
        allowedDeltaTypes = allowedDeltaTypes.stream().distinct().toList();
        if (conflateBy.length() > MAX_TAG) {
            throw new IllegalArgumentException(
                    "conflate-by must have at most " + MAX_TAG + " characters, got " + conflateBy.length());
        }
        for (String type : allowedDeltaTypes) {
            if (!type.equals(FOSSIL)) {
                throw new IllegalArgumentException("allowed-delta-types must be " + FOSSIL + ", got \"" + type + "\"");
            }
        }
    }

    /** Everything as it comes, at once, to all. */
    public static DeliveryRules plain() {
        return new DeliveryRules(
                List.of(), false, false, false, 0, Duration.ZERO, false, SlowConsumer.DISCONNECT, "", false);
    }

    /** Publications are collected before they go out. */
    public boolean isBatched() {
        return batchMaxDelay.isPositive();
    }
}

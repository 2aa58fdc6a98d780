package dev.hub.verticles.loss.judge;

import java.util.EnumMap;
import java.util.Map;

/** What was counted during a run. */
public final class Figures {
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    /** What is counted. */
    public enum Count {
        /** Messages that writers began to publish. */
        PUBLISHED,
        /** Messages that the hub acknowledged. */
        ACKNOWLEDGED,
        /** Attempts beyond the first, with the same idempotency key. */
        RETRIED,
        /** Publications that readers got, live or recovered. */
        DELIVERED,
        /** Of these, the ones that came with the answer to a subscription. */
        RECOVERED,
        /** Connections after the first of each reader. */
        RECONNECTS,
        /** Subscriptions that asked to go on at a position. */
        RESUMPTIONS,
        /** Replies with a temporary error. */
        TEMPORARY_ERRORS
    }

    /** Counts one. */
    public void add(Count count) {
        add(count, 1);
    }

    /** Counts several. */
    public void add(Count count, long several) {
        counts.merge(count, several, Long::sum);
    }

    /** How often. */
    public long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }
}

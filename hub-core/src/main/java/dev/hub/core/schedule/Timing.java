package dev.hub.core.schedule;

import java.util.OptionalLong;

/** An endless row of times, in ms since 1970, each at least a second after the one before it. */
public sealed interface Timing permits CronTiming, Interval {
    /** The first of them after {@code millis}; empty when none comes any more. */
    OptionalLong after(long millis);
}

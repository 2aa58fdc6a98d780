package dev.hub.core.ratelimit.algorithm;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;

/**
 * A quota in numbers with which all arithmetic is exact, in Java and in the doubles of Lua. Make one for each rule and keep
 * it.
 *
 * @param quota what it comes from
 * @param tickMicros the unit of time, in µs: the smallest power of ten with which {@code periodTicks · max(limit, burst)} is
 *     at most {@link #MAX_PRODUCT}; 1 where nothing is multiplied
 * @param periodTicks the period, rounded up; 0 for calendars
 * @param text {@code <letter> <limit> <burst> <periodTicks> <tickMicros>}, for a calendar {@code c <limit> <unit> <zone>}: how
 *     scripts are told, and what stands with the state so that a change of the quota is seen
 */
public record Rate(Quota quota, long tickMicros, long periodTicks, String text) {
    /** Largest product of period and limit: 2^50, so that what is overdrawn fourfold is still exact. */
    public static final long MAX_PRODUCT = 1L << 50;

    /** Largest number that is counted, and longest time in µs that is told: 2^52, of which every quotient is exact in a double. */
    public static final long MAX_COUNT = 1L << 52;

    /** The numbers of a quota. */
    public static Rate of(Quota quota) {
        return switch (quota.period()) {
            case Period.Fixed fixed -> of(quota, fixed.ms() * 1000);
            case Period.Calendar calendar ->
                new Rate(
                        quota,
                        1,
                        0,
                        "c " + quota.limit() + " " + calendar.unit().text() + " " + calendar.zone());
        };
    }

    private static Rate of(Quota quota, long periodMicros) {
        boolean multiplies =
                quota.algorithm() == Algorithm.TOKEN_BUCKET || quota.algorithm() == Algorithm.SLIDING_WINDOW;
        long most = Math.max(1, Math.max(quota.limit(), quota.burst()));
        long tick = 1;
        while (multiplies && Math.ceilDiv(periodMicros, tick) > MAX_PRODUCT / most) {
            tick *= 10;
        }
        long ticks = Math.ceilDiv(periodMicros, tick);
        String text = letter(quota.algorithm()) + " " + quota.limit() + " " + quota.burst() + " " + ticks + " " + tick;
        return new Rate(quota, tick, ticks, text);
    }

    /** In scripts and states; {@code c} is a window of the calendar. */
    private static char letter(Algorithm algorithm) {
        return switch (algorithm) {
            case TOKEN_BUCKET -> 'b';
            case FIXED_WINDOW -> 'f';
            case SLIDING_WINDOW -> 's';
            case SLIDING_LOG -> 'l';
            case CONCURRENCY -> 'p';
        };
    }

    /** Of a period. */
    public long limit() {
        return quota.limit();
    }

    /** The most that can be taken at once. */
    public long capacity() {
        return quota.burst();
    }

    /** How long from now until a tick, in µs, {@link #MAX_COUNT} at most. */
    long untilTick(long tick, long nowMicros) {
        return tick > 2 * MAX_COUNT / tickMicros ? MAX_COUNT : Math.min(MAX_COUNT, tick * tickMicros - nowMicros);
    }

    /** The time in ticks since 1970, rounded down. */
    long ticks(long micros) {
        return tickMicros == 1 ? micros : Math.floorDiv(micros, tickMicros);
    }
}

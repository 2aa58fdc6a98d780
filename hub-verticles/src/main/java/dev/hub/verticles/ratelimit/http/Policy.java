package dev.hub.verticles.ratelimit.http;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;

/**
 * A rule as it is told in {@code RateLimit-Policy}. Windows are whole seconds there; a shorter one is told as one second with
 * as much more.
 *
 * @param name of the rule
 * @param algorithm how it counts
 * @param unit what is counted, as parameters of the item; empty for requests
 * @param quota what may be used in a window
 * @param windowSeconds its length, from 1; that of a month is 30 days
 * @param burst what may be used at once, where that is not the quota; else 0
 */
record Policy(String name, Algorithm algorithm, String unit, long quota, long windowSeconds, long burst) {
    private static final long MS_PER_SECOND = 1000;
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    /**
     * What is told of {@code rule}.
     *
     * @param limit the one that holds for the asker, for there may be a split
     */
    static Policy of(LimitRule rule, long limit) {
        Quota quota = rule.split()
                .map(LimitRule.Split::other)
                .filter(other -> other.limit() == limit && rule.quota().limit() != limit)
                .orElse(rule.quota());
        long ms = milliseconds(quota.period());
        boolean isShort = ms < MS_PER_SECOND;
        long told = isShort && quota.algorithm() != Algorithm.CONCURRENCY ? limit * MS_PER_SECOND / ms : limit;
        return new Policy(
                rule.name(),
                quota.algorithm(),
                unit(quota.algorithm(), rule.conduct().costFrom()),
                told,
                isShort ? 1 : RateLimitFields.seconds(ms),
                quota.burst() == quota.limit() ? 0 : quota.burst());
    }

    private static long milliseconds(Period period) {
        return switch (period) {
            case Period.Fixed fixed -> fixed.ms();
            case Period.Calendar calendar -> MS_PER_SECOND * seconds(calendar.unit());
        };
    }

    private static long seconds(Period.Unit unit) {
        return switch (unit) {
            case HOUR -> HOUR;
            case DAY -> DAY;
            case WEEK -> 7 * DAY;
            case MONTH -> 30 * DAY;
            case YEAR -> 365 * DAY;
        };
    }

    /** Units that the draft does not know are told by a parameter of our own. */
    private static String unit(Algorithm algorithm, CostFrom costFrom) {
        if (algorithm == Algorithm.CONCURRENCY) {
            return ";qu=\"concurrent-requests\"";
        }
        return switch (costFrom) {
            case ONE, COST -> "";
            case BYTES -> ";qu=\"content-bytes\"";
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> ";hub-unit=\"" + costFrom.text() + "\"";
            case MONEY -> ";hub-unit=\"micro-usd\"";
        };
    }

    /** As it stands in the field. */
    String item() {
        String window = algorithm == Algorithm.CONCURRENCY ? "" : ";w=" + windowSeconds;
        String more = burst == 0 ? "" : ";hub-burst=" + burst;
        return "\"" + name + "\";q=" + quota + unit + window + more;
    }
}

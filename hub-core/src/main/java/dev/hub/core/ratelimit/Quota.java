package dev.hub.core.ratelimit;

/**
 * How much is admitted in which time.
 *
 * @param algorithm how it is counted
 * @param limit how much in each period, 0 to {@link #MAX_LIMIT}; 0 admits nothing
 * @param period the time; calendar periods go with {@link Algorithm#FIXED_WINDOW} alone
 * @param burst how much at once, for {@link Algorithm#TOKEN_BUCKET}; else as {@code limit}
 */
public record Quota(Algorithm algorithm, long limit, Period period, long burst) {
    /** Highest limit and burst; as money, a million US dollars. */
    public static final long MAX_LIMIT = 1_000_000_000_000L;

    /** Highest limit where each admission is remembered. */
    public static final long MAX_LOGGED = 10_000;

    /** Checks the numbers, and that they fit the algorithm. */
    public Quota {
        requireRange(
                "limit",
                limit,
                algorithm == Algorithm.SLIDING_LOG || algorithm == Algorithm.CONCURRENCY ? MAX_LOGGED : MAX_LIMIT);
        requireRange("burst", burst, MAX_LIMIT);
        if (algorithm != Algorithm.TOKEN_BUCKET && burst != limit) {
            throw new IllegalArgumentException("burst goes with token_bucket alone, not with " + algorithm.text());
        }
        if (period instanceof Period.Calendar && algorithm != Algorithm.FIXED_WINDOW) {
            throw new IllegalArgumentException(
                    "calendar periods go with fixed_window alone, not with " + algorithm.text());
        }
    }

    /** Without a burst of its own. */
    public static Quota of(Algorithm algorithm, long limit, Period period) {
        return new Quota(algorithm, limit, period, limit);
    }

    private static void requireRange(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + " must be 0 to " + max + ", got " + value);
        }
    }
}

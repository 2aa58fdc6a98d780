package dev.hub.core.ratelimit;

/**
 * What a thing costs.
 *
 * @param things how many it is at once, 1 by default
 * @param units what the asker says, 1 by default
 * @param bytes of what is sent
 * @param inputTokens of a language model
 * @param outputTokens the same
 * @param money in millionths of a US dollar
 */
public record Cost(long things, long units, long bytes, long inputTokens, long outputTokens, long money) {
    /** One thing, of which no more is known. */
    public static final Cost ONE = new Cost(1, 1, 0, 0, 0, 0);

    /** Checks that all are from 0 to {@link Quota#MAX_LIMIT}. */
    public Cost {
        require("things", things);
        require("cost", units);
        require("bytes", bytes);
        require("input_tokens", inputTokens);
        require("output_tokens", outputTokens);
        require("money", money);
    }

    /** One thing. */
    public Cost(long units, long bytes, long inputTokens, long outputTokens, long money) {
        this(1, units, bytes, inputTokens, outputTokens, money);
    }

    /** One thing of so many units. */
    public static Cost units(long units) {
        return new Cost(units, 0, 0, 0, 0);
    }

    /** One thing of so many bytes. */
    public static Cost bytes(long bytes) {
        return things(1, bytes);
    }

    /** So many things, each of one unit, and of so many bytes together. */
    public static Cost things(long things, long bytes) {
        return new Cost(things, things, bytes, 0, 0, 0);
    }

    /** What a rule of {@code algorithm} counts of it: things that come together hold one slot together. */
    public long of(CostFrom from, Algorithm algorithm) {
        return from == CostFrom.ONE && algorithm == Algorithm.CONCURRENCY ? 1 : of(from);
    }

    private long of(CostFrom from) {
        return switch (from) {
            case ONE -> things;
            case COST -> units;
            case BYTES -> bytes;
            case TOKENS -> inputTokens + outputTokens;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case MONEY -> money;
        };
    }

    private static void require(String name, long value) {
        if (value < 0 || value > Quota.MAX_LIMIT) {
            throw new IllegalArgumentException(name + " must be 0 to " + Quota.MAX_LIMIT + ", got " + value);
        }
    }
}

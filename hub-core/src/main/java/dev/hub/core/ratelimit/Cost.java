package dev.hub.core.ratelimit;

/**
 * What a thing costs.
 *
 * @param units what the asker says, 1 by default
 * @param bytes of what is sent
 * @param inputTokens of a language model
 * @param outputTokens the same
 * @param money in millionths of a US dollar
 */
public record Cost(long units, long bytes, long inputTokens, long outputTokens, long money) {
    /** One thing, of which no more is known. */
    public static final Cost ONE = new Cost(1, 0, 0, 0, 0);

    /** Checks that all are from 0 to {@link Quota#MAX_LIMIT}. */
    public Cost {
        require("cost", units);
        require("bytes", bytes);
        require("input_tokens", inputTokens);
        require("output_tokens", outputTokens);
        require("money", money);
    }

    /** So many units. */
    public static Cost units(long units) {
        return new Cost(units, 0, 0, 0, 0);
    }

    /** One thing of so many bytes. */
    public static Cost bytes(long bytes) {
        return new Cost(1, bytes, 0, 0, 0);
    }

    /** What a rule counts of it. */
    public long of(CostFrom from) {
        return switch (from) {
            case ONE -> 1;
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

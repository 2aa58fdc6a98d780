package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Quota;

/**
 * What somebody says that a call of a language model will use, or used. {@link #UNKNOWN} stands for what he does not say; it is
 * never taken for 0.
 *
 * @param units for rules that count the cost that is named
 * @param bytes of what is sent
 * @param inputTokens all that are sent
 * @param outputTokens all that come back
 * @param cachedTokens those among {@code inputTokens} that cost less because they were sent before
 * @param money in millionths of a US dollar
 */
public record Usage(long units, long bytes, long inputTokens, long outputTokens, long cachedTokens, long money) {
    /** Nobody said. */
    public static final long UNKNOWN = -1;

    /** Nothing was said. */
    public static final Usage NONE = new Usage(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    /** Checks that what is known is 0 to {@link Quota#MAX_LIMIT}, and that no more was cached than sent. */
    public Usage {
        require("cost", units);
        require("bytes", bytes);
        require("input_tokens", inputTokens);
        require("output_tokens", outputTokens);
        require("cached_input_tokens", cachedTokens);
        require("money", money);
        if (cachedTokens > inputTokens) {
            throw new IllegalArgumentException("cached_input_tokens are among input_tokens, and must be 0 to "
                    + Math.max(0, inputTokens) + ", got " + cachedTokens);
        }
    }

    private static void require(String name, long value) {
        if (value != UNKNOWN && (value < 0 || value > Quota.MAX_LIMIT)) {
            throw new IllegalArgumentException(name + " must be 0 to " + Quota.MAX_LIMIT + ", got " + value);
        }
    }

    /** So many units, and no more is known. */
    public static Usage units(long units) {
        return new Usage(units, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** So many tokens. */
    public static Usage tokens(long input, long output) {
        return new Usage(UNKNOWN, UNKNOWN, input, output, UNKNOWN, UNKNOWN);
    }

    /** What is sent; nobody knows yet what comes back. */
    public static Usage input(long tokens) {
        return tokens(tokens, UNKNOWN);
    }

    /** What came back, or will. */
    public static Usage output(long tokens) {
        return tokens(UNKNOWN, tokens);
    }

    /** The same, at that price. */
    public Usage withMoney(long millionths) {
        return new Usage(units, bytes, inputTokens, outputTokens, cachedTokens, millionths);
    }

    /** The same; what is not known is as {@code other} says. */
    public Usage orElse(Usage other) {
        long input = known(inputTokens, other.inputTokens);
        return new Usage(
                known(units, other.units),
                known(bytes, other.bytes),
                input,
                known(outputTokens, other.outputTokens),
                Math.min(known(cachedTokens, other.cachedTokens), input),
                known(money, other.money));
    }

    /** Of each the greater; what one of them does not know is as in the other. */
    public Usage max(Usage other) {
        return new Usage(
                Math.max(units, other.units),
                Math.max(bytes, other.bytes),
                Math.max(inputTokens, other.inputTokens),
                Math.max(outputTokens, other.outputTokens),
                Math.max(cachedTokens, other.cachedTokens),
                Math.max(money, other.money));
    }

    /** What is sent, alone: of a call that begins, it is known already. */
    public Usage sent() {
        return new Usage(UNKNOWN, UNKNOWN, inputTokens, UNKNOWN, cachedTokens, UNKNOWN);
    }

    private static long known(long value, long other) {
        return value == UNKNOWN ? other : value;
    }

    /** As a cost: one unit unless there is another number, and 0 of what is not known. */
    public Cost cost() {
        return new Cost(
                known(units, 1), known(bytes, 0), known(inputTokens, 0), known(outputTokens, 0), known(money, 0));
    }
}

package dev.hub.core.ratelimit;

import java.math.BigInteger;

/**
 * What tokens of a language model cost. All prices in millionths of a US dollar for a million tokens.
 *
 * @param model its name as callers give it, or the beginning of names, with a star: {@code gpt-4o*}; {@code *} for all others
 * @param input of what is sent
 * @param output of what comes back
 * @param cachedInput of what is sent and was sent before
 */
public record ModelPrice(String model, long input, long output, long cachedInput) {
    /** Longest name, in characters. */
    public static final int MAX_LENGTH = Descriptors.MAX_BYTES;

    /** Highest price: a million US dollars for a million tokens. */
    public static final long MAX = 1_000_000_000_000L;

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    /** Checks name and prices. */
    public ModelPrice {
        if (model.isEmpty() || model.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "model must have 1 to " + MAX_LENGTH + " characters, got " + model.length());
        }
        require("input", input);
        require("output", output);
        require("cached_input", cachedInput);
    }

    private static void require(String name, long price) {
        if (price < 0 || price > MAX) {
            throw new IllegalArgumentException(name + " must be 0 to " + MAX + ", got " + price);
        }
    }

    /**
     * What so many tokens cost, in millionths of a US dollar, rounded up; {@link Quota#MAX_LIMIT} at most.
     *
     * @param cachedTokens of those that are sent, beside {@code inputTokens}
     */
    public long of(long inputTokens, long cachedTokens, long outputTokens) {
        BigInteger sum = product(inputTokens, input)
                .add(product(cachedTokens, cachedInput))
                .add(product(outputTokens, output));
        BigInteger money = sum.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        return money.min(BigInteger.valueOf(Quota.MAX_LIMIT)).longValue();
    }

    private static BigInteger product(long tokens, long price) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
    }

    /** The beginning of the names that it is for; the whole name unless it ends in a star. */
    String stem() {
        return isPrefix() ? model.substring(0, model.length() - 1) : model;
    }

    boolean isPrefix() {
        return model.endsWith("*");
    }
}

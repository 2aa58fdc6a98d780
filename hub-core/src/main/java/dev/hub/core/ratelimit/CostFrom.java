package dev.hub.core.ratelimit;

import java.util.Locale;

/** What a rule counts of a thing. */
public enum CostFrom {
    /** 1 for each. */
    ONE,
    /** The cost that the asker names; 1 if none. */
    COST,
    /** Bytes of what is sent. */
    BYTES,
    /** Tokens of a language model, input and output. */
    TOKENS,
    /** The input alone. */
    INPUT_TOKENS,
    /** The output alone. */
    OUTPUT_TOKENS,
    /** Millionths of a US dollar, by the table of prices. */
    MONEY;

    /** As it is written in rules: {@code input_tokens}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.hub.core.ratelimit.budget;

/** How much calls of a model use, learned from those before. */
public record Habits(Learned input, Learned output) {
    /** Input, and output, of a call while nothing is known. */
    public static final long DEFAULT_TOKENS = 1000;

    /** Nothing is known. */
    public static final Habits NONE = new Habits(Learned.NOTHING, Learned.NOTHING);

    /** These; where they know nothing, the others. */
    public Habits orElse(Habits others) {
        return new Habits(input.isKnown() ? input : others.input, output.isKnown() ? output : others.output);
    }

    /** All that a call is expected to use of which so much is known: one unit, no bytes, and the tokens of calls before. */
    public Usage expect(Usage known) {
        Usage likely = new Usage(1, 0, tokens(input), tokens(output), Usage.UNKNOWN, Usage.UNKNOWN);
        return known.orElse(likely);
    }

    private static long tokens(Learned learned) {
        return learned.isKnown() ? learned.ceiling() : DEFAULT_TOKENS;
    }
}

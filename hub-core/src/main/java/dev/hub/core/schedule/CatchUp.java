package dev.hub.core.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What becomes of ticks that were missed: that nobody saw to for more than {@link Ticks#GRACE}, since no instance ran, or
 * Valkey was gone.
 *
 * @param max most of them that are made up for with {@link Policy#ALL}, the latest ones; 1 to {@value #MAX}
 */
public record CatchUp(Policy policy, int max) {
    /** Most ticks that can be made up for. */
    public static final int MAX = 1_000;

    /** The latest one is made up for. */
    public static final CatchUp STANDARD = new CatchUp(Policy.LAST, 100);

    /** Which of them are made up for. */
    public enum Policy {
        /** None. */
        NONE("none"),
        /** One job for all of them, unless a tick that was not missed is due as well. */
        LAST("last"),
        /** The latest ones, so many at most. */
        ALL("all");

        private final String word;

        Policy(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }

        /**
         * The policy of that word.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Policy of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("catch_up must be one of "
                            + Arrays.stream(values()).map(Policy::word).collect(Collectors.joining(", ")) + ", got \""
                            + word + "\""));
        }
    }

    /** Checks the range. */
    public CatchUp {
        if (max < 1 || max > MAX) {
            throw new IllegalArgumentException("catch_up.max must be 1 to " + MAX + ", got " + max);
        }
    }
}

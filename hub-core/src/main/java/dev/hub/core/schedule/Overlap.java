package dev.hub.core.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What becomes of a tick when jobs of the ticks before it are not over. The last two are looked at. */
public enum Overlap {
    /** Its job is submitted all the same. */
    ALLOW("allow"),
    /** It passes without a job while one waits or is active. */
    SKIP("skip"),
    /** It passes without a job while one waits; behind one that is active, one may. */
    QUEUE_ONE("queue_one"),
    /** They are cancelled, and its job is submitted. */
    REPLACE("replace");

    private final String word;

    Overlap(String word) {
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
    public static Overlap of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("overlap must be one of "
                        + Arrays.stream(values()).map(Overlap::word).collect(Collectors.joining(", ")) + ", got \""
                        + word + "\""));
    }
}

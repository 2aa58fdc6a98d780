package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Quota;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of numbers like the one that comes next: their mean, and how far they are from it, as TCP keeps them of its
 * round trips (Jacobson and Karels, "Congestion Avoidance and Control", appendix A). The latest eight count most. In whole
 * numbers; {@code lua/limit_learn.lua} computes the same.
 *
 * @param mean eight times the mean
 * @param deviation four times the mean distance from it
 * @param samples how many there were; 0 when nothing is known
 */
public record Learned(long mean, long deviation, long samples) {
    /** Nothing is known. */
    public static final Learned NOTHING = new Learned(0, 0, 0);

    private static final int MEAN_SCALE = 8;
    private static final int DEVIATION_SCALE = 4;

    /** Of numbers that are spread evenly around their mean, some 19 of 20 are below mean and twice the mean distance. */
    private static final int DISTANCES = 2;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18})");

    /** Reads {@link #text}; nothing where it is none. */
    public static Learned parse(String text) {
        Matcher numbers = TEXT.matcher(text);
        return numbers.matches()
                ? new Learned(
                        Long.parseLong(numbers.group(1)),
                        Long.parseLong(numbers.group(2)),
                        Long.parseLong(numbers.group(3)))
                : NOTHING;
    }

    /** With one number more. */
    public Learned with(long sample) {
        if (samples == 0) {
            return new Learned(sample * MEAN_SCALE, sample * DEVIATION_SCALE / 2, 1);
        }
        long error = sample - mean / MEAN_SCALE;
        return new Learned(mean + error, deviation + Math.abs(error) - deviation / DEVIATION_SCALE, samples + 1);
    }

    /** Something is known. */
    public boolean isKnown() {
        return samples > 0;
    }

    /** What the next is rarely above, {@link Quota#MAX_LIMIT} at most. */
    public long ceiling() {
        return Math.min(
                Quota.MAX_LIMIT, Math.ceilDiv(mean, MEAN_SCALE) + DISTANCES * Math.ceilDiv(deviation, DEVIATION_SCALE));
    }

    /** As it stands in Valkey. */
    public String text() {
        return mean + " " + deviation + " " + samples;
    }
}

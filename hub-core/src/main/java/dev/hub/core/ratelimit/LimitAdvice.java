package dev.hub.core.ratelimit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the counts of a rule suggest to whoever looks after it. Sentences for people. */
public final class LimitAdvice {
    /** A rule for which nothing came in this time is perhaps for nothing. */
    static final long QUIET_SECONDS = 3600;

    /** Shares of fewer things say nothing. */
    static final long LEAST_ASKED = 20;

    private static final long HALF = 50;

    private LimitAdvice() {}

    /**
     * Advice about one rule, the most urgent first; none when all is as one would expect.
     *
     * @param main what its quota did
     * @param split what the quota of its split did; null if there is none
     */
    public static List<String> of(ArmReport main, @Nullable ArmReport split) {
        List<String> advice = new ArrayList<>();
        LimitCounts recent = split == null
                ? main.counts().recent()
                : main.counts().recent().plus(split.counts().recent());
        LimitCounts total = split == null
                ? main.counts().total()
                : main.counts().total().plus(split.counts().total());
        if (recent.errors() > 0) {
            advice.add("decided " + recent.errors()
                    + " times without Valkey in the last minute: on_failure says what is admitted meanwhile");
        }
        addRefusing(main.mode(), recent, advice);
        addQuiet(main.counts().seconds(), total, advice);
        if (main.mode().equals("shadow") && total.asked() >= LEAST_ASKED) {
            advice.add("would refuse " + percent(total.shadowRefused(), total.asked()) + " % (" + total.shadowRefused()
                    + " of " + total.asked() + ") if it were enforced");
        }
        if (split != null) {
            addComparison(main, split, advice);
        }
        return advice;
    }

    private static void addRefusing(String mode, LimitCounts recent, List<String> advice) {
        boolean isKnown = recent.asked() >= LEAST_ASKED && mode.equals("enforce");
        if (isKnown && recent.admitted() == 0) {
            advice.add("refused everything in the last minute: the limit may be too low, or somebody does not stop");
        } else if (isKnown && recent.refused() * 100 >= HALF * recent.asked()) {
            advice.add("refused " + percent(recent.refused(), recent.asked())
                    + " % in the last minute: the limit may be too low, or somebody does not stop");
        }
    }

    private static void addQuiet(long seconds, LimitCounts total, List<String> advice) {
        if (seconds < QUIET_SECONDS) {
            return;
        }
        if (total.asked() == 0) {
            advice.add("nothing it is for came in " + time(seconds) + ": does match fit, is per known?");
        } else if (total.turnedDown() == 0 && total.asked() >= LEAST_ASKED) {
            advice.add("never refused anything in " + time(seconds) + ": it protects, or the limit is out of reach");
        }
    }

    private static void addComparison(ArmReport main, ArmReport split, List<String> advice) {
        LimitCounts one = main.counts().total();
        LimitCounts other = split.counts().total();
        if (one.asked() >= LEAST_ASKED && other.asked() >= LEAST_ASKED) {
            advice.add(
                    "the split (limit " + split.limit() + ") turns down " + percent(other.turnedDown(), other.asked())
                            + " % of " + other.asked() + ", the rest (limit " + main.limit() + ") "
                            + percent(one.turnedDown(), one.asked()) + " % of " + one.asked());
        }
    }

    private static String time(long seconds) {
        return seconds < 2 * QUIET_SECONDS ? seconds / 60 + " minutes" : seconds / QUIET_SECONDS + " hours";
    }

    /** With one decimal. */
    private static String percent(long part, long whole) {
        long thousandths = Math.round(1000.0 * part / whole);
        return thousandths / 10 + "." + thousandths % 10;
    }
}

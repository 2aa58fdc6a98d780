package dev.hub.core.ratelimit;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A limit and whom it is for.
 *
 * @param name 1 to 64 characters; stands in refusals, metrics and keys
 * @param aim what it is for, and by what it counts
 * @param quota how much
 * @param conduct how it is applied
 * @param split another quota for some, to compare
 */
public record LimitRule(String name, RuleAim aim, Quota quota, Conduct conduct, Optional<Split> split) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");

    /** Checks the name, and that the parts fit each other. */
    public LimitRule {
        String unused = requireName(name);
        boolean isExactOnly = quota.algorithm() == Algorithm.SLIDING_LOG || quota.algorithm() == Algorithm.CONCURRENCY;
        if (isExactOnly && conduct.scope() == Scope.LEASED) {
            throw new IllegalArgumentException(
                    "scope leased does not go with " + quota.algorithm().text() + ", use exact");
        }
    }

    /** The name of a rule, unless it cannot be one. */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
            throw new IllegalArgumentException(
                    "name must be 1 to 64 of a-z, A-Z, 0-9, _, . and -, a letter or digit first, got \"" + shown
                            + "\"");
        }
        return name;
    }

    /** Whether it decides, is tried, or sleeps. */
    public enum Mode {
        /** What it refuses is refused. */
        ENFORCE,
        /** It counts and is reported, and refuses nothing. */
        SHADOW,
        /** It is as if it was not there. */
        OFF
    }

    /** Where it is counted. */
    public enum Scope {
        /** In Valkey, each time: exact over all instances. */
        EXACT,
        /** In slices that instances borrow from Valkey: never more than the limit, no round trip for most. */
        LEASED,
        /** On each instance alone, in its memory. */
        LOCAL
    }

    /** What it does while Valkey cannot be asked. */
    public enum OnFailure {
        /** It admits. */
        OPEN,
        /** It refuses. */
        CLOSED,
        /** Each instance counts alone, with its share of the limit. */
        LOCAL
    }

    /**
     * How a rule is applied.
     *
     * @param costFrom which of the costs of a thing it counts
     * @param priority 0 to 9; when the system is short of capacity what has rules of high numbers is shed first
     */
    public record Conduct(CostFrom costFrom, int priority, Mode mode, Scope scope, OnFailure onFailure) {
        /** Highest number, lowest priority. */
        public static final int LOWEST = 9;

        /** Of what says nothing about it. */
        public static final int DEFAULT_PRIORITY = 5;

        /** Checks the priority. */
        public Conduct {
            if (priority < 0 || priority > LOWEST) {
                throw new IllegalArgumentException("priority must be 0 (highest) to " + LOWEST + ", got " + priority);
            }
        }
    }

    /**
     * Some get another quota.
     *
     * @param by the descriptor that decides who: the same value always gets the same
     * @param percent of its values get {@code other}
     */
    public record Split(String by, int percent, Quota other) {
        /** Checks name and share. */
        public Split {
            Descriptors.requireName(by);
            if (percent < 1 || percent > 99) {
                throw new IllegalArgumentException("split.percent must be 1 to 99, got " + percent);
            }
        }
    }
}

package dev.hub.core.ratelimit;

import java.time.ZoneId;
import java.util.Locale;

/** The time that a limit counts over. */
public sealed interface Period {
    /** Longest, in ms: 400 days. */
    long MAX_MS = 400L * 24 * 60 * 60 * 1000;

    /** Always as long, from 1970 on. */
    record Fixed(long ms) implements Period {
        /** Checks the length. */
        public Fixed {
            if (ms < 1 || ms > MAX_MS) {
                throw new IllegalArgumentException("period_ms must be 1 to " + MAX_MS + ", got " + ms);
            }
        }
    }

    /** From one beginning of a day, week (Monday), month or year to the next, where the rule's people live. */
    record Calendar(Unit unit, ZoneId zone) implements Period {}

    /** Of a calendar. */
    enum Unit {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        YEAR;

        /** As it is written in rules: {@code month}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

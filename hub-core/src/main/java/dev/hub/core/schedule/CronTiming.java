package dev.hub.core.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Times by the calendar of a zone. Where clocks are put forward, times that do not exist are left out. Where they are put
 * back, times that come twice count once, when they come first; but twice where the hour is {@code *}: then the distance
 * from one to the next stays what it was.
 */
public record CronTiming(CronExpression cron, ZoneId zone) implements Timing {
    /** So many changes of clocks are looked beyond: about 50 years. */
    private static final int MOST_PERIODS = 100;

    /**
     * The zone of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "tz must be a time zone such as Europe/Berlin or UTC, got \"" + name + "\"", unknown);
        }
    }

    /** Between two changes of clocks the zone is as good as UTC: so it is the first time in the first period that has one. */
    @Override
    public OptionalLong after(long millis) {
        ZoneRules rules = zone.getRules();
        Instant last = Instant.ofEpochSecond(Math.floorDiv(millis, 1000));
        Instant begin = last;
        for (int period = 0; period < MOST_PERIODS; period++) {
            ZoneOffsetTransition change = rules.nextTransition(begin);
            Optional<Instant> next = after(last, rules.getOffset(begin), rules);
            if (next.isEmpty()) {
                return OptionalLong.empty();
            }
            if (change == null || next.get().isBefore(change.getInstant())) {
                return OptionalLong.of(next.get().toEpochMilli());
            }
            begin = change.getInstant();
            last = begin.minusSeconds(1);
        }
        return OptionalLong.empty();
    }

    private Optional<Instant> after(Instant last, ZoneOffset offset, ZoneRules rules) {
        Optional<LocalDateTime> next = cron.after(LocalDateTime.ofEpochSecond(last.getEpochSecond(), 0, offset));
        if (!cron.isEveryHour() && next.isPresent()) {
            ZoneOffsetTransition change = rules.getTransition(next.get());
            if (change != null && change.isOverlap() && change.getOffsetAfter().equals(offset)) {
                next = cron.after(change.getDateTimeBefore().minusSeconds(1));
            }
        }
        return next.map(time -> time.toInstant(offset));
    }
}

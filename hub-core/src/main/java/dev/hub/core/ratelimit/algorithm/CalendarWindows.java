package dev.hub.core.ratelimit.algorithm;

import dev.hub.core.ratelimit.Period;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * Where windows of the calendar begin. Days may have 23 or 25 hours, and a day that a country skipped has none.
 *
 * @param calendar unit and zone
 */
public record CalendarWindows(Period.Calendar calendar) {
    /** Beginning of the window in which a moment is, in µs since 1970. */
    public long startMicros(long micros) {
        return micros(start(instant(micros)));
    }

    /** Beginning of the next one. */
    public long endMicros(long micros) {
        return micros(end(instant(micros)));
    }

    private Instant start(Instant moment) {
        ZonedDateTime local = moment.atZone(calendar.zone());
        LocalDate day = local.toLocalDate();
        return switch (calendar.unit()) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> midnight(day);
            case WEEK -> midnight(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case MONTH -> midnight(day.withDayOfMonth(1));
            case YEAR -> midnight(day.withDayOfYear(1));
        };
    }

    private Instant end(Instant moment) {
        LocalDate day = start(moment).atZone(calendar.zone()).toLocalDate();
        return switch (calendar.unit()) {
            case HOUR -> nextHour(moment);
            case DAY -> midnight(day.plusDays(1));
            case WEEK -> midnight(day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)));
            case MONTH -> midnight(day.withDayOfMonth(1).plusMonths(1));
            case YEAR -> midnight(day.withDayOfYear(1).plusYears(1));
        };
    }

    /** Where clocks are set by half an hour, an hour of the clock has 30 or 90 minutes. */
    private Instant nextHour(Instant moment) {
        Instant start = start(moment);
        Instant later = start.plus(Duration.ofMinutes(30));
        while (!start(later).isAfter(start)) {
            later = later.plus(Duration.ofMinutes(30));
        }
        return start(later);
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(calendar.zone()).toInstant();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}

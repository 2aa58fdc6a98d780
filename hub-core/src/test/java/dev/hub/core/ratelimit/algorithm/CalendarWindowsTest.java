package dev.hub.core.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Period.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class CalendarWindowsTest {
    @Test
    void daysHave23Or25HoursWhereClocksAreSet() {
        assertThat(length(Unit.DAY, "Europe/Berlin", "2026-03-29T12:00:00Z")).isEqualTo(Duration.ofHours(23));
        assertThat(length(Unit.DAY, "Europe/Berlin", "2026-10-25T12:00:00Z")).isEqualTo(Duration.ofHours(25));
        assertThat(length(Unit.DAY, "UTC", "2026-10-25T12:00:00Z")).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void theHourThatComesTwiceIsTwoWindows() {
        CalendarWindows hours = windows(Unit.HOUR, "Europe/Berlin");
        long first = micros("2026-10-25T00:30:00Z");
        long second = micros("2026-10-25T01:30:00Z");

        assertThat(hours.endMicros(first)).isEqualTo(hours.startMicros(second));
        assertThat(length(Unit.HOUR, "Australia/Lord_Howe", "2026-04-04T15:15:00Z"))
                .isIn(Duration.ofMinutes(30), Duration.ofMinutes(90), Duration.ofHours(1));
    }

    @Test
    void weeksBeginOnMondaysAndYearsInJanuaryWhereThePeopleLive() {
        assertThat(start(Unit.WEEK, "Asia/Tokyo", "2026-11-29T14:59:00Z")).isEqualTo("2026-11-22T15:00:00Z");
        assertThat(start(Unit.WEEK, "Asia/Tokyo", "2026-11-29T15:00:00Z")).isEqualTo("2026-11-29T15:00:00Z");
        assertThat(start(Unit.MONTH, "America/New_York", "2026-11-01T03:00:00Z"))
                .isEqualTo("2026-10-01T04:00:00Z");
        assertThat(start(Unit.YEAR, "UTC", "2026-11-01T03:00:00Z")).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aDayThatACountrySkippedHasNoWindow() {
        CalendarWindows days = windows(Unit.DAY, "Pacific/Apia");
        long before = micros("2011-12-30T09:59:59Z");

        assertThat(days.endMicros(before)).isEqualTo(micros("2011-12-30T10:00:00Z"));
        assertThat(days.startMicros(days.endMicros(before))).isEqualTo(days.endMicros(before));
    }

    @Property(tries = 2000)
    void oneWindowFollowsTheOther(@ForAll @LongRange(min = 0, max = 2_500_000_000L) long seconds, @ForAll Unit unit) {
        for (String zone : new String[] {
            "UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "America/Sao_Paulo", "Asia/Kathmandu"
        }) {
            CalendarWindows windows = windows(unit, zone);
            long now = seconds * 1_000_000 + 123_456;
            long start = windows.startMicros(now);
            long end = windows.endMicros(now);

            assertThat(now).as(zone).isBetween(start, end - 1);
            assertThat(windows.startMicros(start)).as(zone).isEqualTo(start);
            assertThat(windows.startMicros(end - 1)).as(zone).isEqualTo(start);
            assertThat(windows.startMicros(end)).as(zone).isEqualTo(end);
        }
    }

    private static Duration length(Unit unit, String zone, String moment) {
        CalendarWindows windows = windows(unit, zone);
        return Duration.of(windows.endMicros(micros(moment)) - windows.startMicros(micros(moment)), ChronoUnit.MICROS);
    }

    private static String start(Unit unit, String zone, String moment) {
        return Instant.EPOCH
                .plus(windows(unit, zone).startMicros(micros(moment)), ChronoUnit.MICROS)
                .toString();
    }

    private static CalendarWindows windows(Unit unit, String zone) {
        return new CalendarWindows(new Period.Calendar(unit, ZoneId.of(zone)));
    }

    private static long micros(String moment) {
        return Instant.parse(moment).toEpochMilli() * 1000;
    }
}

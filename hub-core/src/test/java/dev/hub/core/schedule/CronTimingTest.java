package dev.hub.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimingTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The next {@code count} times after {@code from}, as the zone writes them. */
    private static List<String> next(String cron, ZoneId zone, String from, int count) {
        CronTiming timing = new CronTiming(CronExpression.parse(cron), zone);
        List<String> times = new ArrayList<>();
        OptionalLong time =
                OptionalLong.of(OffsetDateTime.parse(from).toInstant().toEpochMilli());
        while (times.size() < count) {
            time = timing.after(time.orElseThrow());
            times.add(Instant.ofEpochMilli(time.orElseThrow())
                    .atZone(zone)
                    .toOffsetDateTime()
                    .toString());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 9 * * MON-FRI    | 2026-03-27T09:00+01:00 | 2026-03-30T09:00+02:00
        0 9 1 JAN *        | 2026-03-27T09:00+01:00 | 2027-01-01T09:00+01:00
        0 9 * * 7          | 2026-03-27T09:00+01:00 | 2026-03-29T09:00+02:00
        0 9 * * 0          | 2026-03-27T09:00+01:00 | 2026-03-29T09:00+02:00
        0 0 13 * FRI       | 2026-03-27T09:00+01:00 | 2026-04-03T00:00+02:00
        0 0 L * *          | 2026-03-27T09:00+01:00 | 2026-03-31T00:00+02:00
        0 0 * * 1#2        | 2026-03-27T09:00+01:00 | 2026-04-13T00:00+02:00
        0 0 29 2 *         | 2026-03-27T09:00+01:00 | 2028-02-29T00:00+01:00
        */10 * * * * *     | 2026-03-27T09:00:05+01:00 | 2026-03-27T09:00:10+01:00
        @daily             | 2026-03-27T09:00+01:00 | 2026-03-28T00:00+01:00
        @hourly            | 2026-03-27T09:00+01:00 | 2026-03-27T10:00+01:00
        @weekly            | 2026-03-27T09:00+01:00 | 2026-03-29T00:00+01:00
        @yearly            | 2026-03-27T09:00+01:00 | 2027-01-01T00:00+01:00
        """)
    void findsTheNextTime(String cron, String from, String next) {
        assertThat(next(cron, BERLIN, from, 1)).containsExactly(next);
    }

    @Test
    void leavesOutWhatDoesNotExistWhereClocksArePutForward() {
        assertThat(next("30 2 * * *", BERLIN, "2026-03-27T12:00+01:00", 2))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00");
        assertThat(next("*/30 * * * *", BERLIN, "2026-03-29T01:00+01:00", 3))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
    }

    @Test
    void takesWhatComesTwiceOnceWhenItComesFirst() {
        assertThat(next("30 2 * * *", BERLIN, "2026-10-24T12:00+02:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(next("30 2 * * *", BERLIN, "2026-10-25T02:45+02:00", 1)).containsExactly("2026-10-26T02:30+01:00");
        assertThat(next("*/30 2,3 * * *", BERLIN, "2026-10-25T01:00+02:00", 3))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T02:30+02:00", "2026-10-25T03:00+01:00");
    }

    @Test
    void keepsEvenDistancesWhereTheHourIsAny() {
        assertThat(next("*/30 * * * *", BERLIN, "2026-10-25T02:00+02:00", 4))
                .containsExactly(
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T02:30+01:00",
                        "2026-10-25T03:00+01:00");
    }

    @Test
    void knowsChangesThatAreNoWholeHour() {
        // Lord Howe Island: at 02:00 it is 02:30, where cron-utils by itself leaves out the day.
        assertThat(next("30 2 * * *", ZoneId.of("Australia/Lord_Howe"), "2026-10-03T12:00+10:30", 1))
                .containsExactly("2026-10-04T02:30+11:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "* * * *",
                "* * * * * * *",
                "61 * * * *",
                "a b c d e",
                "*/0 * * * *",
                "*/-1 * * * *",
                "5-1 * * * *",
                "* * 32 * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "1,,2 * * * *",
                "| * * * *",
                "99999999999 * * * *",
                "0 0 1 FOO *",
                "@reboot",
                "0 22-2 * * *",
                "* * * * ?"
            })
    void saysWhatIsWrong(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.parse(wrong))
                .withMessageStartingWith("cron \"" + wrong + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 0 30 FEB *"})
    void refusesWhatNeverComes(String never) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.parse(never))
                .withMessageContaining("must come to pass");
    }

    @Test
    void refusesWhatIsTooLongToRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.parse("0,".repeat(200) + "0 * * * *"))
                .withMessage("cron must have at most 200 characters, got 409");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mars/Olympus", "GMT+25", "europe/berlin", "../etc"})
    void refusesZonesThatAreNone(String zone) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronTiming.zone(zone))
                .withMessageStartingWith("tz must be a time zone");
    }

    @Provide
    static Arbitrary<String> crons() {
        Arbitrary<String> day = Arbitraries.oneOf(Arbitraries.just("*"), field(1, 28));
        Arbitrary<String> weekday = Arbitraries.oneOf(Arbitraries.just("*"), field(0, 6));
        Arbitrary<String> month = Arbitraries.of("*", "*/2", "3,10", "3-4,10");
        return Combinators.combine(field(0, 59), field(0, 23), day, month, weekday)
                .as((m, h, d, mon, w) -> String.join(" ", m, h, d, mon, w));
    }

    private static Arbitrary<String> field(int low, int high) {
        Arbitrary<Integer> number = Arbitraries.integers().between(low, high);
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                number.map(String::valueOf),
                number.tuple2().map(two -> Math.min(two.get1(), two.get2()) + "-" + Math.max(two.get1(), two.get2())),
                number.list()
                        .ofMinSize(2)
                        .ofMaxSize(4)
                        .uniqueElements()
                        .map(many -> many.stream()
                                .map(String::valueOf)
                                .reduce((a, b) -> a + "," + b)
                                .orElseThrow()),
                Arbitraries.integers().between(2, high / 2).map(step -> "*/" + step));
    }

    @Property(tries = 40)
    void findsWhatASlowSearchFinds(@ForAll("crons") String cron, @ForAll("moments") long from) {
        SlowCron slow = SlowCron.of(cron);
        for (ZoneId zone : List.of(ZoneOffset.UTC, BERLIN, ZoneId.of("America/New_York"))) {
            CronTiming timing = new CronTiming(CronExpression.parse(cron), zone);
            OptionalLong found = timing.after(from);
            long limit = from + 40L * 86_400_000;
            assertThat(found.isPresent() && found.getAsLong() <= limit ? found : OptionalLong.empty())
                    .as("%s in %s after %s", cron, zone, Instant.ofEpochMilli(from))
                    .isEqualTo(slowly(slow, cron, zone, from, limit));
        }
    }

    /** Up to four days before a change of clocks, most of them. */
    @Provide
    static Arbitrary<Long> moments() {
        return Combinators.combine(
                        Arbitraries.of(
                                "2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-03-08T07:00Z", "2026-11-01T06:00Z"),
                        Arbitraries.longs().between(-3_600_000, 4 * 86_400_000L))
                .as((change, before) -> OffsetDateTime.parse(change).toInstant().toEpochMilli() - before);
    }

    private static OptionalLong slowly(SlowCron slow, String cron, ZoneId zone, long from, long limit) {
        boolean isEveryHour = cron.split(" ", -1)[1].startsWith("*");
        long step = slow.stepSeconds() * 1000L;
        for (long time = from - Math.floorMod(from, step) + step; time <= limit; time += step) {
            Instant instant = Instant.ofEpochMilli(time);
            LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
            boolean isSecond = zone.getRules()
                            .getValidOffsets(local)
                            .indexOf(zone.getRules().getOffset(instant))
                    > 0;
            if (slow.fits(local) && (isEveryHour || !isSecond)) {
                return OptionalLong.of(time);
            }
        }
        return OptionalLong.empty();
    }
}

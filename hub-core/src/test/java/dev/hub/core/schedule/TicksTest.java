package dev.hub.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.schedule.CatchUp.Policy;
import dev.hub.core.schedule.Ticks.Due;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final long MINUTE = 60_000;
    private static final long DAY = 86_400_000;
    private static final Ticks EACH_MINUTE = new Ticks(new Interval(MINUTE, 0), 0, 0);
    private static final CatchUp NONE = new CatchUp(Policy.NONE, 1);

    private static CatchUp all(int max) {
        return new CatchUp(Policy.ALL, max);
    }

    @Test
    void fireInTimeAndTellWhatComesNext() {
        assertThat(EACH_MINUTE.due(MINUTE, MINUTE + 3, NONE))
                .isEqualTo(new Due(List.of(MINUTE), OptionalLong.of(2 * MINUTE)));
    }

    @Test
    void areNotMissedWhileLeadershipChanges() {
        Ticks eachSecond = new Ticks(new Interval(1000, 0), 0, 0);

        assertThat(eachSecond.due(1000, 8500, NONE).fire())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8).map(i -> i * 1000).boxed().toList());
    }

    @Test
    void areMadeUpForAsThePolicySays() {
        long now = 100 * MINUTE + 30_000;

        assertThat(EACH_MINUTE.due(MINUTE, now, NONE).fire()).isEmpty();
        assertThat(EACH_MINUTE.due(MINUTE, now, CatchUp.STANDARD).fire()).containsExactly(100 * MINUTE);
        assertThat(EACH_MINUTE.due(MINUTE, now, all(3)).fire()).containsExactly(98 * MINUTE, 99 * MINUTE, 100 * MINUTE);
        assertThat(EACH_MINUTE.due(MINUTE, now, all(3)).next()).hasValue(101 * MINUTE);
    }

    @Test
    void areNotMadeUpForOnceMoreWhenOneIsDueInTime() {
        assertThat(EACH_MINUTE.due(MINUTE, 100 * MINUTE, CatchUp.STANDARD).fire())
                .containsExactly(100 * MINUTE);
    }

    @Test
    void ofYearsCostLittle() {
        Ticks eachSecond = new Ticks(new CronTiming(CronExpression.parse("* * * * * *"), ZoneOffset.UTC), 0, 0);
        long now = 50 * 365 * DAY;
        List<Long> fired = new ArrayList<>();
        OptionalLong next = OptionalLong.of(1000);

        while (next.getAsLong() <= now) {
            Due due = eachSecond.due(next.getAsLong(), now, all(250));
            assertThat(due.fire()).hasSizeLessThanOrEqualTo(Ticks.BATCH);
            fired.addAll(due.fire());
            next = due.next();
        }

        assertThat(fired).hasSize(250 + 11).isSorted().doesNotHaveDuplicates().endsWith(now);
    }

    @Test
    void keepToStartAndEnd() {
        Ticks ticks = new Ticks(new Interval(MINUTE, 0), 3 * MINUTE, 5 * MINUTE);

        assertThat(ticks.after(0)).hasValue(3 * MINUTE);
        assertThat(ticks.after(4 * MINUTE)).hasValue(5 * MINUTE);
        assertThat(ticks.after(5 * MINUTE)).isEmpty();
        assertThat(ticks.due(5 * MINUTE, 5 * MINUTE, NONE))
                .isEqualTo(new Due(List.of(5 * MINUTE), OptionalLong.empty()));
        assertThat(ticks.between(0, DAY, 10)).containsExactly(3 * MINUTE, 4 * MINUTE, 5 * MINUTE);
    }

    @Test
    void mustMakeSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ticks(new Interval(MINUTE, 0), 5, 4))
                .withMessage("end must not be before start, got 4 and 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(999, 0))
                .withMessage("every_ms must be 1000 to " + Interval.MAX_MILLIS + ", got 999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CatchUp(Policy.ALL, 1001))
                .withMessage("catch_up.max must be 1 to 1000, got 1001");
    }

    @Provide
    static Arbitrary<Timing> timings() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1000, 20_000).map(every -> new Interval(every, every / 3)),
                Arbitraries.of("* * * * * *", "*/7 * * * * *", "5,6,50 * * * * *", "0 */2 * * * *", "30 1 * * * *")
                        .map(cron -> new CronTiming(CronExpression.parse(cron), ZoneOffset.UTC)));
    }

    @Property(tries = 200)
    void dueAreWhatASlowLookFinds(
            @ForAll("timings") Timing timing,
            @ForAll @LongRange(max = 7_200_000) long from,
            @ForAll @LongRange(max = 1_800_000) long outage,
            @ForAll Policy policy,
            @ForAll @IntRange(min = 1, max = 150) int max,
            @ForAll boolean hasEnd) {
        Ticks ticks = new Ticks(timing, 0, hasEnd ? from + outage / 2 : 0);
        CatchUp catchUp = new CatchUp(policy, max);
        OptionalLong expected = ticks.after(from);
        long now = from + outage;
        if (expected.isEmpty() || expected.getAsLong() > now) {
            return;
        }
        List<Long> all = ticks.between(from + 1, now, Integer.MAX_VALUE);
        List<Long> inTime = all.stream().filter(tick -> now - tick <= 10_000).toList();
        List<Long> missed = all.subList(0, all.size() - inTime.size());
        List<Long> want = new ArrayList<>(
                switch (policy) {
                    case NONE -> List.<Long>of();
                    case LAST -> inTime.isEmpty() ? missed.subList(missed.size() - 1, missed.size()) : List.<Long>of();
                    case ALL -> missed.subList(Math.max(0, missed.size() - max), missed.size());
                });
        want.addAll(inTime);

        Due due = ticks.due(expected.getAsLong(), now, catchUp);

        assertThat(due.fire()).isEqualTo(want.subList(0, Math.min(want.size(), Ticks.BATCH)));
        assertThat(due.next())
                .isEqualTo(want.size() > Ticks.BATCH ? OptionalLong.of(want.get(Ticks.BATCH)) : ticks.after(now));
    }
}

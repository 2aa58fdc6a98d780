package dev.hub.core.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.Latencies.Bucket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JobLoadTest {
    private static final double ERROR = 1.0 / 16;

    private static Latencies latencies(List<Long> millis) {
        LatencyTally tally = new LatencyTally();
        millis.forEach(tally::record);
        return tally.total();
    }

    private static QueueLoad load(String queue, WorkForce force, long millis, long done, long... runs) {
        JobWindow window = new JobWindow(
                millis,
                new JobCounts(Map.of(JobFact.DONE, done)),
                new Occupancy(force.held(), force.credit()),
                Latencies.NONE,
                latencies(Arrays.stream(runs).boxed().toList()));
        return new QueueLoad(new QueueName(queue), force, window, window);
    }

    @Property(tries = 200)
    void percentilesOfTwoInstancesAreThoseOfAllTheirJobs(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(max = 100_000) Long> some,
            @ForAll @Size(min = 1, max = 200) List<@LongRange(max = 100_000) Long> others) {
        List<Long> all = java.util.stream.Stream.concat(some.stream(), others.stream())
                .sorted()
                .toList();

        Latencies merged = latencies(some).plus(latencies(others));

        assertThat(merged).isEqualTo(latencies(all));
        for (int percent : List.of(50, 95, 99)) {
            long exact = all.get((int) Math.ceil(percent * all.size() / 100.0) - 1);
            assertThat(merged.percentile(percent)).isBetween(exact, (long) Math.ceil(exact * (1 + ERROR)));
        }
        assertThat(merged.max()).isBetween(all.getLast(), (long) Math.ceil(all.getLast() * (1 + ERROR)));
        assertThat(Latencies.of(merged.filled())).isEqualTo(merged);
    }

    @Test
    void percentilesAreNotAveraged() {
        Latencies fast = Latencies.of(List.of(new Bucket(10, 990)));
        Latencies slow = Latencies.of(List.of(new Bucket(1000, 10)));

        assertThat(fast.plus(slow).percentile(99)).isEqualTo(10);
        assertThat(fast.plus(slow).max()).isBetween(1000L, 1063L);
    }

    @Test
    void timesOutOfRangeAreHeldWithinIt() {
        LatencyTally tally = new LatencyTally();
        tally.record(-5);
        tally.record(Long.MAX_VALUE);

        assertThat(tally.total().percentile(50)).isZero();
        assertThat(tally.total().max()).isBetween(Latencies.LONGEST, 2 * Latencies.LONGEST);
        assertThat(Latencies.of(tally.total().filled())).isEqualTo(tally.total());
    }

    @Test
    void strangeBucketsAreRefused() {
        for (Bucket strange : List.of(new Bucket(-1, 1), new Bucket(1, 0), new Bucket(Long.MAX_VALUE, 1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Latencies.of(List.of(strange)));
        }
    }

    @Test
    void instancesAreAddedUpByQueue() {
        JobLoad one = new JobLoad(List.of(load("mail", WorkForce.of(2, 20, 15, 0), 60_000, 60, 5)), 1);
        JobLoad other = new JobLoad(
                List.of(
                        load("mail", WorkForce.of(0, 0, 0, 3), 10_000, 30, 9, 9),
                        load("art", WorkForce.of(0, 0, 0, 0), 10_000, 1)),
                2);

        JobLoad sum = JobLoad.sum(List.of(one, other));

        assertThat(sum.leftOut()).isEqualTo(3);
        assertThat(sum.queues()).extracting(each -> each.queue().value()).containsExactly("art", "mail");
        QueueLoad mail = sum.of(new QueueName("mail")).orElseThrow();
        assertThat(mail.force()).isEqualTo(new WorkForce(2, 2, 20, 15, 3));
        assertThat(mail.minute().throughputPerSecond()).isEqualTo(1.5);
        assertThat(mail.minute().occupancy().ratio()).isEqualTo(0.75);
        assertThat(mail.minute().runs().percentile(50)).isEqualTo(9);
        assertThat(sum.of(new QueueName("art")).orElseThrow().force().instances())
                .isZero();
    }
}

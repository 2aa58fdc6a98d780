package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Recover;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.bus.ChannelCommand.Recovered.Refused;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.HubException;
import dev.hub.core.stream.StreamEntry;
import dev.hub.core.stream.StreamSlice;
import dev.hub.verticles.channel.RecoveryQueue.Plan;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RecoveryQueueTest {
    private static final ChannelName NEWS = new ChannelName("news");
    private static final String EPOCH = "epochAAA";

    private final RecoveryQueue queue = new RecoveryQueue(false);

    private static StreamPosition at(long offset) {
        return new StreamPosition(offset, EPOCH);
    }

    private Future<Recovered> ask(long since, int limit) {
        return queue.add(new Recover(NEWS, at(since), limit, 1_000_000));
    }

    private static StreamEntry entry(long offset) {
        return new StreamEntry(offset, offset - 1, false, "", Payload.ofJson("{\"data\":" + offset + "}"));
    }

    /** A stream that holds {@code first} to {@code top}, read as planned. */
    private static StreamSlice read(Plan plan, long first, long top) {
        List<StreamEntry> entries = new ArrayList<>(LongStream.rangeClosed(first, top)
                .filter(offset -> plan.backwards() || offset > plan.offset())
                .mapToObj(RecoveryQueueTest::entry)
                .toList());
        if (plan.backwards()) {
            entries = new ArrayList<>(entries.reversed());
        }
        return new StreamSlice(at(top), entries.stream().limit(plan.limit()).toList());
    }

    private void readOnce(long first, long top, long delivered) {
        assertThat(queue.mayRead()).isTrue();
        Plan plan = queue.plan(false);
        queue.read(plan, read(plan, first, top), new RecentPublications(delivered), at(delivered));
    }

    private static List<Long> offsets(Future<Recovered> answer) {
        return ((Complete) answer.result())
                .publications().stream().map(Offset::offset).toList();
    }

    @Test
    void oneReadServesAll() {
        List<Future<Recovered>> answers =
                LongStream.range(5, 20).mapToObj(since -> ask(since, 300)).toList();

        readOnce(1, 20, 20);

        assertThat(queue.isEmpty()).isTrue();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(offsets(answers.get(i))).hasSize(15 - i).endsWith(20L);
        }
    }

    @Test
    void whoComesDuringTheReadIsServedByItIfItGoesBackFarEnough() {
        Future<Recovered> first = ask(10, 300);
        assertThat(queue.mayRead()).isTrue();
        Plan plan = queue.plan(false);
        Future<Recovered> younger = ask(15, 300);
        Future<Recovered> older = ask(5, 300);
        assertThat(queue.mayRead()).isFalse();

        queue.read(plan, read(plan, 1, 20), new RecentPublications(20), at(20));

        assertThat(offsets(first)).hasSize(10);
        assertThat(offsets(younger)).hasSize(5);
        assertThat(older.isComplete()).isFalse();
        readOnce(1, 20, 20);
        assertThat(offsets(older)).hasSize(15);
    }

    @Test
    void endsWhereDeliveriesHaveComeTo() {
        Future<Recovered> answer = ask(10, 300);

        readOnce(1, 20, 17);

        assertThat(offsets(answer)).containsExactly(11L, 12L, 13L, 14L, 15L, 16L, 17L);
        assertThat(answer.result().position()).isEqualTo(at(17));
    }

    @Test
    void addsWhatWasDeliveredSinceTheReadWasSent() {
        Future<Recovered> answer = ask(17, 300);
        assertThat(queue.mayRead()).isTrue();
        Plan plan = queue.plan(false);
        RecentPublications held = new RecentPublications(19);
        held.append(new Offset(20, Payload.ofJson("{}")));
        held.append(new Offset(21, Payload.ofJson("{}")));

        queue.read(plan, read(plan, 1, 20), held, at(21));

        assertThat(offsets(answer)).containsExactly(18L, 19L, 20L, 21L);
    }

    @Test
    void readsAgainWhatFellOutOfMemoryMeanwhile() {
        Future<Recovered> answer = ask(17, 300);
        assertThat(queue.mayRead()).isTrue();
        Plan plan = queue.plan(false);

        queue.read(plan, read(plan, 1, 20), new RecentPublications(25), at(25));

        assertThat(answer.isComplete()).isFalse();
        readOnce(1, 25, 25);
        assertThat(offsets(answer)).hasSize(8);
    }

    @Test
    void givesUpForNowWhenThatHappensAgainAndAgain() {
        Future<Recovered> answer = ask(17, 300);
        for (int i = 0; i < 3; i++) {
            assertThat(queue.mayRead()).isTrue();
            Plan plan = queue.plan(false);
            queue.read(plan, read(plan, 1, 20 + i), new RecentPublications(25 + i), at(25 + i));
        }

        assertThat(answer.cause())
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.isTemporary()).isTrue());
    }

    @Test
    void refusesWhatTheStreamNoLongerHolds() {
        Future<Recovered> answer = ask(8, 300);

        readOnce(11, 20, 20);

        assertThat(answer.result()).isInstanceOf(Refused.class);
    }

    @Test
    void needsTwoReadsWhenSomebodyAsksForTooMuch() {
        Future<Recovered> tooOld = ask(1, 10);
        List<Future<Recovered>> others =
                LongStream.range(1000, 1010).mapToObj(since -> ask(since, 10)).toList();

        readOnce(1, 1010, 1010);
        readOnce(1, 1010, 1010);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(tooOld.result()).isInstanceOf(Refused.class);
        assertThat(others).allMatch(answer -> answer.result() instanceof Complete);
    }

    @Test
    void bringsALongWayPageByPage() {
        Future<Recovered> answer = ask(100, Integer.MAX_VALUE);

        readOnce(1, 5000, 5000);

        Complete page = (Complete) answer.result();
        assertThat(page.more()).isTrue();
        assertThat(page.publications()).hasSize(RecoveryQueue.PAGE);
        assertThat(page.position()).isEqualTo(at(100 + RecoveryQueue.PAGE));
    }

    @Test
    void readsAllThatIsKeptForManyAndOnlyWhatIsMissingForOne() {
        ask(17, 300);
        assertThat(queue.plan(true)).isEqualTo(new Plan(false, 17, 301));
        ask(18, 300);
        assertThat(queue.plan(true)).isEqualTo(new Plan(false, 0, RecoveryQueue.PAGE));
        assertThat(queue.plan(false)).isEqualTo(new Plan(false, 17, 301));
    }

    @Test
    void tellsAllWhenItCannotBeRead() {
        Future<Recovered> one = ask(1, 300);
        Future<Recovered> two = ask(2, 300);
        assertThat(queue.mayRead()).isTrue();

        queue.failed(new IllegalStateException("away"));

        assertThat(one.failed() && two.failed()).isTrue();
        assertThat(queue.isEmpty()).isTrue();
    }
}

package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamSlice;
import dev.hub.verticles.channel.StreamTail.Step;
import dev.hub.verticles.channel.StreamTail.Verdict;
import dev.hub.verticles.channel.StreamTail.WaitingLimit;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamTailTest {
    private static final WaitingLimit PLENTY = new WaitingLimit(1000, 1_000_000);

    private final ReferenceStream stream = new ReferenceStream();
    private final StreamTail tail = new StreamTail(PLENTY);

    private void synchronize() {
        tail.beginRead();
        tail.read(new StreamSlice(stream.top(), List.of()));
    }

    private Step read() {
        StreamPosition known = tail.beginRead();
        return tail.read(stream.after(java.util.Objects.requireNonNull(known), 512));
    }

    @Test
    void holdsBackWhatComesBeforeThePositionIsKnown() {
        tail.beginRead();
        StreamSlice read = new StreamSlice(stream.top(), List.of());
        Envelope first = stream.publish();

        assertThat(tail.arrived(first)).isEqualTo(Verdict.WAITS);
        assertThat(tail.read(read).delivered()).containsExactly(first);
        assertThat(tail.position()).isEqualTo(first.position());
    }

    @Test
    void doesNotDeliverAgainWhatThePositionHolds() {
        tail.beginRead();
        Envelope first = stream.publish();
        tail.arrived(first);

        Step step = tail.read(new StreamSlice(stream.top(), List.of()));

        assertThat(step.delivered()).isEmpty();
        assertThat(step.again()).isFalse();
    }

    @Test
    void deliversWhatFollowsAndDropsWhatIsKnown() {
        synchronize();
        Envelope first = stream.publish();

        assertThat(tail.arrived(first)).isEqualTo(Verdict.FOLLOWS);
        assertThat(tail.arrived(first)).isEqualTo(Verdict.KNOWN);
        assertThat(tail.arrived(stream.publish())).isEqualTo(Verdict.FOLLOWS);
    }

    @Test
    void goesOnOverTheJumpOfANewPrimary() {
        synchronize();
        tail.arrived(stream.publish());
        stream.failOver();

        assertThat(tail.arrived(stream.publish())).isEqualTo(Verdict.FOLLOWS);
    }

    @Test
    void fillsAGapFromTheStreamInOrder() {
        synchronize();
        Envelope lost = stream.publish();
        Envelope found = stream.publish();

        assertThat(tail.arrived(found)).isEqualTo(Verdict.GAP);
        assertThat(tail.isLive()).isFalse();
        assertThat(read().delivered()).containsExactly(lost, found);
        assertThat(tail.isLive()).isTrue();
        assertThat(tail.arrived(stream.publish())).isEqualTo(Verdict.FOLLOWS);
    }

    @Test
    void deliversWhatArrivedDuringTheReadAfterIt() {
        synchronize();
        stream.publish();
        tail.arrived(stream.publish());
        StreamPosition known = tail.beginRead();
        StreamSlice slice = stream.after(java.util.Objects.requireNonNull(known), 512);
        Envelope late = stream.publish();
        assertThat(tail.arrived(late)).isEqualTo(Verdict.WAITS);

        Step step = tail.read(slice);

        assertThat(step.delivered()).isEqualTo(stream.all());
        assertThat(step.filled()).isEqualTo(2);
    }

    @Test
    void readsPageByPage() {
        synchronize();
        for (int i = 0; i < 5; i++) {
            stream.publish();
        }
        StreamPosition known = tail.beginRead();

        Step page = tail.read(stream.after(java.util.Objects.requireNonNull(known), 2));

        assertThat(page.delivered()).isEqualTo(stream.all().subList(0, 2));
        assertThat(page.again()).isTrue();
        assertThat(read().delivered()).isEqualTo(stream.all().subList(2, 5));
    }

    @Test
    void tellsWhenTheStreamNoLongerHoldsTheGap() {
        synchronize();
        stream.publish();
        stream.publish();
        Envelope last = stream.publish();
        stream.trim(1);
        tail.arrived(last);

        Step step = read();

        assertThat(step.interrupted()).isEqualTo(last.position());
        assertThat(step.delivered()).isEmpty();
        assertThat(tail.arrived(stream.publish())).isEqualTo(Verdict.FOLLOWS);
    }

    @Test
    void tellsWhenThereIsAnotherStream() {
        synchronize();
        tail.arrived(stream.publish());
        stream.end();
        Envelope other = stream.publish();

        assertThat(tail.arrived(other)).isEqualTo(Verdict.GAP);
        assertThat(read().interrupted()).isEqualTo(other.position());
    }

    @Test
    void tellsWhenItStandsOnALostTail() {
        synchronize();
        tail.arrived(stream.publish());
        tail.arrived(stream.publish());
        stream.loseTail(1);
        Envelope next = stream.publish();

        assertThat(tail.arrived(next)).isEqualTo(Verdict.GAP);
        Step step = read();

        assertThat(step.interrupted()).isNotNull();
        assertThat(step.delivered()).isEmpty();
    }

    @Test
    void goesOnDeliveringDuringACheck() {
        synchronize();
        assertThat(tail.doubt()).isTrue();
        StreamPosition known = tail.beginRead();
        StreamSlice slice = stream.after(java.util.Objects.requireNonNull(known), 512);
        assertThat(tail.arrived(stream.publish())).isEqualTo(Verdict.FOLLOWS);
        assertThat(tail.arrived(stream.publish())).isEqualTo(Verdict.FOLLOWS);

        Step step = tail.read(slice);

        assertThat(step.delivered()).isEmpty();
        assertThat(step.interrupted()).isNull();
        assertThat(step.again()).isFalse();
    }

    @Test
    void readsAgainWhenDoubtComesDuringARead() {
        synchronize();
        tail.doubt();
        StreamPosition known = tail.beginRead();
        StreamSlice slice = stream.after(java.util.Objects.requireNonNull(known), 512);

        assertThat(tail.doubt()).isFalse();
        stream.publish();

        assertThat(tail.read(slice).again()).isTrue();
        assertThat(read().delivered()).hasSize(1);
    }

    @Test
    void dropsWhatDoesNotFitAndReadsItInstead() {
        StreamTail small = new StreamTail(new WaitingLimit(2, 1000));
        small.beginRead();
        small.read(new StreamSlice(stream.top(), List.of()));
        stream.publish();
        small.arrived(stream.publish());
        StreamPosition known = small.beginRead();
        StreamSlice slice = stream.after(java.util.Objects.requireNonNull(known), 512);
        assertThat(small.arrived(stream.publish())).isEqualTo(Verdict.WAITS);
        assertThat(small.arrived(stream.publish())).isEqualTo(Verdict.WAITS);
        assertThat(small.arrived(stream.publish())).isEqualTo(Verdict.OVERFLOW);

        Step step = small.read(slice);

        assertThat(step.delivered()).isEqualTo(stream.all().subList(0, 2));
        assertThat(step.again()).isTrue();
        known = small.beginRead();
        assertThat(small.read(stream.after(java.util.Objects.requireNonNull(known), 512))
                        .delivered())
                .isEqualTo(stream.all().subList(2, 5));
    }

    @Test
    void neverHoldsMoreThanItsLimit() {
        StreamTail small = new StreamTail(new WaitingLimit(3, 50));
        small.beginRead();
        for (int i = 0; i < 100; i++) {
            small.arrived(stream.publish());
            assertThat(small.waiting()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void dropsWhatCameLateFromAnEndedStream() {
        synchronize();
        Envelope old = stream.publish();
        stream.end();
        Envelope other = stream.publish();
        tail.arrived(other);
        StreamPosition known = tail.beginRead();
        StreamSlice slice = stream.after(java.util.Objects.requireNonNull(known), 512);
        tail.arrived(old);

        Step step = tail.read(slice);

        assertThat(step.interrupted()).isEqualTo(other.position());
        assertThat(step.delivered()).isEmpty();
        assertThat(step.again()).isTrue();
        assertThat(read().again()).isFalse();
        assertThat(tail.position()).isEqualTo(other.position());
    }
}

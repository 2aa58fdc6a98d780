package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.bus.ChannelCommand.Recovered.Refused;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecentPublicationsTest {
    private static final String EPOCH = "epochAAA";

    private static Offset publication(long offset) {
        return new Offset(offset, Payload.ofJson("{\"data\":%d}".formatted(offset)));
    }

    private static RecentPublications published(int count, int size) {
        RecentPublications recent = new RecentPublications(0);
        for (int offset = 1; offset <= count; offset++) {
            recent.append(publication(offset));
            recent.trim(size, Long.MAX_VALUE);
        }
        return recent;
    }

    private static Optional<Recovered> after(RecentPublications recent, long since, long top, int limit, int maxBytes) {
        return recent.after(new StreamPosition(since, EPOCH), new StreamPosition(top, EPOCH), limit, maxBytes);
    }

    private static List<Long> offsets(Recovered answer) {
        return ((Complete) answer).publications().stream().map(Offset::offset).toList();
    }

    @ParameterizedTest
    @CsvSource({"10,0,0,0", "10,10,8,2", "10,7,7,0", "10,4,0,4"})
    void answersWhatItHolds(int size, int count, long since, int missing) {
        Recovered answer =
                after(published(count, size), since, count, 300, 10_000).orElseThrow();

        assertThat(offsets(answer)).hasSize(missing);
        assertThat(answer.position().offset()).isEqualTo(count);
    }

    @Test
    void leavesToOthersWhatLiesBeforeIt() {
        assertThat(after(published(20, 10), 8, 20, 300, 10_000)).isEmpty();
    }

    @Test
    void refusesWhatLiesBeyondTheStream() {
        assertThat(after(published(20, 10), 108, 20, 300, 10_000)).containsInstanceOf(Refused.class);
    }

    @Test
    void refusesAnotherStream() {
        Optional<Recovered> answer =
                published(10, 10).after(new StreamPosition(8, "otherone"), new StreamPosition(10, EPOCH), 300, 10_000);

        assertThat(answer).containsInstanceOf(Refused.class);
    }

    @Test
    void refusesMoreThanMayBeMissing() {
        assertThat(after(published(10, 10), 5, 10, 4, 10_000)).containsInstanceOf(Refused.class);
        assertThat(offsets(after(published(10, 10), 6, 10, 4, 10_000).orElseThrow()))
                .containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void doesNotTakeAnOffsetThatWasJumpedOver() {
        RecentPublications recent = new RecentPublications(0);
        recent.append(publication(1));
        recent.append(publication(1000));

        assertThat(after(recent, 500, 1000, 300, 10_000)).isEmpty();
        assertThat(offsets(after(recent, 1, 1000, 300, 10_000).orElseThrow())).containsExactly(1000L);
    }

    @Test
    void answersPageByPageWithAtLeastOne() {
        RecentPublications recent = published(5, 10);

        Complete first = (Complete) after(recent, 0, 5, 300, 1).orElseThrow();
        Complete last = (Complete) after(recent, 4, 5, 300, 1).orElseThrow();

        assertThat(offsets(first)).containsExactly(1L);
        assertThat(first.more()).isTrue();
        assertThat(first.position()).isEqualTo(new StreamPosition(1, EPOCH));
        assertThat(last.more()).isFalse();
    }

    @Test
    void goesOnWithWhatMeetsIt() {
        RecentPublications older = published(10, 100);
        RecentPublications newer = new RecentPublications(8);
        newer.append(publication(9));
        newer.append(publication(10));
        newer.append(publication(11));

        assertThat(older.continueWith(newer)).isTrue();
        assertThat(older.size()).isEqualTo(11);
        assertThat(older.end()).isEqualTo(11);
    }

    @Test
    void doesNotGoOnOverAHole() {
        RecentPublications older = published(10, 100);

        assertThat(older.continueWith(new RecentPublications(12))).isFalse();
        assertThat(older.size()).isEqualTo(10);
    }
}

package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Payload;
import dev.hub.verticles.channel.RecentMemory.Bounds;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RecentMemoryTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RecentMemory<String> memory = new RecentMemory<>(new Bounds(1200, 3000), nanos::get);
    private final HistoryRules rules = Histories.rules(10, Duration.ofSeconds(10));

    private void append(String channel, long offset, int size) {
        Payload json = Payload.ofJson("{\"data\":\"%s\"}".formatted("x".repeat(size)));
        memory.append(channel, offset - 1, new Offset(offset, json), rules);
    }

    private RecentPublications of(String channel) {
        return Objects.requireNonNull(memory.of(channel));
    }

    @Test
    void keepsNoMoreThanTheHistoryDoes() {
        for (int offset = 1; offset <= 12; offset++) {
            append("a", offset, 1);
        }

        assertThat(of("a").size()).isEqualTo(10);
        assertThat(of("a").before()).isEqualTo(2);
    }

    @Test
    void keepsNoMoreThanItsShareOfOneChannel() {
        for (int offset = 1; offset <= 5; offset++) {
            append("a", offset, 300);
        }

        assertThat(of("a").bytes()).isLessThanOrEqualTo(1200);
        assertThat(of("a").size()).isEqualTo(2);
        assertThat(memory.bytes()).isEqualTo(of("a").bytes());
    }

    @Test
    void forgetsTheQuietestChannelFirst() {
        for (String channel : new String[] {"a", "b", "c", "d"}) {
            append(channel, 1, 600);
        }
        of("a");
        append("e", 1, 600);

        assertThat(memory.bytes()).isLessThanOrEqualTo(3000);
        assertThat(memory.of("a")).isNotNull();
        assertThat(memory.of("b")).isNull();
        assertThat(memory.of("e")).isNotNull();
    }

    @Test
    void goesOnAfterItWasForgotten() {
        append("a", 1, 10);
        memory.forget("a");
        append("a", 2, 10);

        assertThat(of("a").before()).isEqualTo(1);
        assertThat(memory.channels()).isEqualTo(1);
    }

    @Test
    void forgetsWhatTheStreamHasForgotten() {
        append("a", 1, 10);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(memory.of("a")).isNotNull();

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(memory.of("a")).isNull();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void holdsWhatWasReadNoLongerThanItsAgeIsKnown() {
        RecentPublications read = new RecentPublications(0);
        read.append(new Offset(1, Payload.ofJson("{\"data\":1}")));
        memory.replace("a", read, Histories.rules(10, Duration.ofHours(1)));

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(memory.of("a")).isNull();
    }
}

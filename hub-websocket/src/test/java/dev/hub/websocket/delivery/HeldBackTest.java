package dev.hub.websocket.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.delivery.HeldBack.Continuation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HeldBackTest {
    private static final ChannelName CHANNEL = new ChannelName("news");

    private static StreamPosition at(long offset) {
        return new StreamPosition(offset, "e");
    }

    private static Delivery delivery(@Nullable StreamPosition position, int size) {
        Payload publication = Payload.ofJson("{}");
        EncodedPush push = EncodedPush.ofText("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
        return new Delivery(CHANNEL, position, publication, push, null);
    }

    private static HeldBack held(long before, long... offsets) {
        HeldBack held = new HeldBack(at(before));
        for (long each : offsets) {
            held.arrived(delivery(each == 0 ? null : at(each), 10));
        }
        return held;
    }

    private static List<Long> offsets(Continuation continuation) {
        return ((Continuation.Follows) continuation)
                .deliveries().stream()
                        .map(each ->
                                each.position() == null ? 0 : each.position().offset())
                        .toList();
    }

    @Test
    void goesOnFromEveryPlaceThatWasReached() {
        HeldBack held = held(7, 8, 9, 1_048_586, 1_048_587);

        assertThat(offsets(held.after(at(7)))).containsExactly(8L, 9L, 1_048_586L, 1_048_587L);
        assertThat(offsets(held.after(at(9)))).containsExactly(1_048_586L, 1_048_587L);
        assertThat(offsets(held.after(at(1_048_587)))).isEmpty();
    }

    @Test
    void tellsWhyItCannotGoOn() {
        HeldBack held = held(7, 8, 1_048_586);

        assertThat(held.after(at(6))).isInstanceOf(Continuation.NotHeld.class);
        assertThat(held.after(at(1_048_587))).isInstanceOf(Continuation.NotArrived.class);
        assertThat(held.after(at(9))).isInstanceOf(Continuation.Hole.class);
        assertThat(held.after(new StreamPosition(8, "other"))).isInstanceOf(Continuation.Hole.class);
    }

    @Test
    void keepsWhatHasNoPlaceBehindWhatItCameAfter() {
        HeldBack held = held(7, 0, 8, 0, 9, 0);

        assertThat(offsets(held.after(at(8)))).containsExactly(0L, 9L, 0L);
        assertThat(offsets(held.after(at(7)))).containsExactly(0L, 8L, 0L, 9L, 0L);
        assertThat(offsets(held.after(at(9)))).containsExactly(0L);
    }

    @Test
    void forgetsTheOldestBeyondItsBounds() {
        HeldBack many = new HeldBack(at(0));
        for (int n = 1; n <= HeldBack.MAX_COUNT + 5; n++) {
            many.arrived(delivery(at(n), 1));
        }
        HeldBack large = new HeldBack(at(0));
        for (int n = 1; n <= 3; n++) {
            large.arrived(delivery(at(n), HeldBack.MAX_BYTES / 2));
        }

        assertThat(many.after(at(4))).isInstanceOf(Continuation.NotHeld.class);
        assertThat(offsets(many.after(at(5)))).hasSize(HeldBack.MAX_COUNT);
        assertThat(large.after(at(1))).isInstanceOf(Continuation.NotHeld.class);
        assertThat(offsets(large.after(at(2)))).containsExactly(3L);
    }

    @Test
    void beginsAnewInAnotherStream() {
        HeldBack held = held(7, 8, 9);

        held.restart(new StreamPosition(0, "new"));

        assertThat(held.after(at(9))).isInstanceOf(Continuation.Hole.class);
        assertThat(held.after(new StreamPosition(0, "new"))).isEqualTo(new Continuation.Follows(List.of()));
    }

    /** Whatever an answer covered, answer and continuation together are what was published, or it says otherwise. */
    @Property(tries = 500)
    void neitherLosesNorRepeats(
            @ForAll long seed, @ForAll @IntRange(max = 40) int count, @ForAll @IntRange(max = 60) int begin) {
        Random random = new Random(seed);
        List<Long> stream = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < 60; i++) {
            offset += random.nextInt(10) == 0 ? 1 << 20 : 1;
            stream.add(offset);
        }
        int start = Math.min(begin, stream.size() - 1);
        HeldBack held = new HeldBack(at(stream.get(start)));
        int end = Math.min(stream.size(), start + 1 + count);
        stream.subList(start + 1, end).forEach(each -> held.arrived(delivery(at(each), 1 + random.nextInt(50_000))));

        long asked = random.nextBoolean() ? stream.get(random.nextInt(stream.size())) : random.nextLong(offset + 2);

        switch (held.after(at(asked))) {
            case Continuation.Follows follows -> {
                List<Long> answered =
                        stream.stream().limit(end).filter(each -> each <= asked).toList();
                List<Long> all = new ArrayList<>(answered);
                all.addAll(offsets(follows));
                assertThat(all).isEqualTo(stream.subList(0, end));
                assertThat(stream).contains(asked);
            }
            case Continuation.NotHeld gone -> assertThat(asked).isLessThan(stream.get(end - 1));
            case Continuation.NotArrived early -> assertThat(asked).isGreaterThan(stream.get(end - 1));
            case Continuation.Hole hole -> assertThat(stream).doesNotContain(asked);
        }
    }
}

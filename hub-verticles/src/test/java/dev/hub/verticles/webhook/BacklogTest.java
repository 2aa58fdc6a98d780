package dev.hub.verticles.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static WebhookEvent event(long offset, String key) {
        return new WebhookEvent(offset, key, "e" + offset, Payload.NULL);
    }

    private static Backlog backlog(int batchSize, int maxDeliveries) {
        return new Backlog(batchSize, maxDeliveries, failures -> failures * 100);
    }

    private static List<Long> offsets(Backlog.Batch batch) {
        return batch.events().stream().map(WebhookEvent::offset).toList();
    }

    @Test
    void sendsWhatIsOfOneKeyOneAfterTheOther() {
        Backlog backlog = backlog(1, 5);
        backlog.add(event(1, "a"));
        backlog.add(event(2, "a"));
        backlog.add(event(3, "b"));

        Backlog.Batch first = backlog.take(0);
        Backlog.Batch second = backlog.take(0);

        assertThat(offsets(first)).containsExactly(1L);
        assertThat(offsets(second)).containsExactly(3L);
        assertThat(offsets(backlog.take(0))).isEmpty();
        backlog.sent(first);
        assertThat(offsets(backlog.take(0))).containsExactly(2L);
        assertThat(backlog.size()).isEqualTo(2);
    }

    @Test
    void holdsUpOnlyTheLaneThatFailed() {
        Backlog backlog = backlog(1, 5);
        backlog.add(event(1, "a"));
        backlog.add(event(2, "a"));
        Backlog.Batch batch = backlog.take(1000);

        assertThat(backlog.failed(batch, 1000)).isEmpty();

        backlog.add(event(3, "b"));
        assertThat(offsets(backlog.take(1000))).containsExactly(3L);
        assertThat(backlog.earliest()).isEqualTo(1100);
        assertThat(offsets(backlog.take(1099))).isEmpty();
        assertThat(offsets(backlog.take(1100))).containsExactly(1L);
    }

    @Test
    void sendsAloneWhatFailedAmongOthers() {
        Backlog backlog = backlog(10, 2);
        for (int i = 1; i <= 4; i++) {
            backlog.add(event(i, i <= 2 ? "a" : "b"));
        }
        Backlog.Batch all = backlog.take(0);
        assertThat(offsets(all)).containsExactly(1L, 2L, 3L, 4L);

        assertThat(backlog.failed(all, 0)).isEmpty();

        Backlog.Batch alone = backlog.take(100);
        assertThat(offsets(alone)).containsExactly(1L);
        assertThat(backlog.failed(alone, 100)).extracting(WebhookEvent::offset).containsExactly(1L);
        Backlog.Batch next = backlog.take(100);
        assertThat(offsets(next)).containsExactly(3L);
        backlog.sent(next);
        assertThat(offsets(backlog.take(100))).containsExactlyInAnyOrder(2L, 4L);
    }

    @Test
    void forgetsWhatIsUnderWayAsWell() {
        Backlog backlog = backlog(1, 5);
        backlog.add(event(1, "a"));
        Backlog.Batch batch = backlog.take(0);

        backlog.clear();
        backlog.add(event(1, "a"));
        backlog.failed(batch, 0);

        assertThat(offsets(backlog.take(0))).containsExactly(1L);
    }

    /** Whatever fails: of each key the events arrive, or are given up, in their order, and none is forgotten. */
    @Property(tries = 200)
    void keepsOrderAndForgetsNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int batchSize,
            @ForAll @IntRange(min = 1, max = 60) int count) {
        Random random = new Random(seed);
        Backlog backlog = backlog(batchSize, 3);
        Map<String, List<Long>> expected = new HashMap<>();
        Map<String, List<Long>> seen = new HashMap<>();
        Deque<Backlog.Batch> underWay = new ArrayDeque<>();
        long now = 0;
        for (int next = 1; next <= count || backlog.size() > 0; now += 50) {
            if (next <= count) {
                WebhookEvent event = event(next, "k" + random.nextInt(4));
                expected.computeIfAbsent(event.key(), none -> new ArrayList<>()).add(event.offset());
                backlog.add(event);
                next++;
            }
            Backlog.Batch batch = backlog.take(now);
            if (!batch.events().isEmpty()) {
                assertThat(batch.events()).hasSizeLessThanOrEqualTo(batchSize);
                Set<String> busy = new HashSet<>();
                underWay.forEach(each -> each.events().forEach(event -> busy.add(event.key())));
                assertThat(busy)
                        .doesNotContainAnyElementsOf(
                                batch.events().stream().map(WebhookEvent::key).toList());
                underWay.add(batch);
            }
            if (!underWay.isEmpty() && random.nextBoolean()) {
                Backlog.Batch ended = underWay.poll();
                List<WebhookEvent> gone;
                if (random.nextInt(3) == 0) {
                    gone = backlog.failed(ended, now);
                } else {
                    backlog.sent(ended);
                    gone = ended.events();
                }
                gone.forEach(event -> seen.computeIfAbsent(event.key(), none -> new ArrayList<>())
                        .add(event.offset()));
            }
        }

        assertThat(seen).isEqualTo(expected);
        assertThat(backlog.offsets()).isEmpty();
    }
}

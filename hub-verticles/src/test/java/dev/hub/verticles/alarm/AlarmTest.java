package dev.hub.verticles.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is woken, and when. */
class AlarmTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Sleeper> sleepers = new CopyOnWriteArrayList<>();
    private final List<String> woken = new CopyOnWriteArrayList<>();
    private final Alarm alarm = new Alarm(vertx, AlarmTest::now, () -> sleepers);

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Sleeps for so long; due no more when it was woken. */
    private final class OnceDue implements Sleeper {
        private final String name;
        private long dueAt;

        OnceDue(String name, long millis) {
            this.name = name;
            this.dueAt = now() + millis;
        }

        @Override
        public long dueAt() {
            return dueAt;
        }

        @Override
        public void woken() {
            woken.add(now() < dueAt ? name + " too early" : name);
            dueAt = Long.MAX_VALUE;
        }
    }

    private void sleep(Sleeper... some) {
        sleepers.addAll(List.of(some));
        vertx.runOnContext(start -> sleepers.forEach(each -> alarm.wakeAt(each.dueAt())));
    }

    @Test
    void wakesEachWhenItIsDueWhicheverWasSetFirst() {
        sleep(new OnceDue("late", 60), new OnceDue("early", 20), new OnceDue("latest", 100));

        await().until(() -> woken.size() == 3);
        assertThat(woken).containsExactly("early", "late", "latest");
    }

    @Test
    void wakesWhoIsLongDueAtOnce() {
        sleep(new OnceDue("never", 1_000_000), new OnceDue("overdue", -5));

        await().until(() -> !woken.isEmpty());
        assertThat(woken).containsExactly("overdue");
    }
}

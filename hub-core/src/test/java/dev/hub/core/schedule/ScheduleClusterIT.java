package dev.hub.core.schedule;

import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.schedule.FiringStore.DueSchedule;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SlotMove;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyException;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A schedule goes with the slot of its queue as a whole. */
class ScheduleClusterIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final int MANY = 8;

    private final Vertx vertx = Vertx.vertx();

    /** Half of a queue's keys on one primary and half on another looked like schedules that had been deleted. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void noScheduleIsForgottenWhileTheSlotOfItsQueueMoves(Engine engine) {
        try (ClusterSetup cluster = ClusterSetup.start(engine)) {
            Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(cluster.url()), LinkSettings.forTests());
            await(valkey.whenReady());
            Keyspace keys = new Keyspace("t:");
            FiringStore firings = new FiringStore(valkey, keys, JobCipher.NONE);
            ScheduleStore schedules = new ScheduleStore(vertx, valkey, keys, JobCipher.NONE);
            List<String> ids = IntStream.range(0, MANY).mapToObj(i -> "s" + i).toList();
            ids.forEach(id -> put(schedules, id));
            int slot = cluster.slotOf(keys.queue("mail"));
            ServerProcess from = cluster.primaryOf(slot);
            ServerProcess to = cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);
            ids.forEach(id -> from.ask("ZADD", keys.queue("mail") + ":sched", "1", id));

            SlotMove move = cluster.beginMove(slot, from, to);
            for (int i = 0; i <= MANY; i++) {
                assertThatThrownBy(() -> await(firings.due(MAIL, MANY))).hasCauseInstanceOf(ValkeyException.class);
                assertThatThrownBy(() -> await(schedules.list(MAIL, "", MANY)))
                        .hasCauseInstanceOf(ValkeyException.class);
                assertThatThrownBy(() -> await(schedules.delete(MAIL, new ScheduleId("s0"))))
                        .hasCauseInstanceOf(ValkeyException.class);
                move.migrateSome(1);
            }
            move.migrateKeys();
            move.finish();

            Awaitility.await()
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(await(firings.due(MAIL, MANY)).due())
                                    .extracting(DueSchedule::id)
                                    .containsExactlyElementsOf(ids));
        }
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static void put(ScheduleStore schedules, String id) {
        Schedule hourly = new Schedule(
                new ScheduleId(id),
                MAIL,
                new Ticks(new Interval(3_600_000, 0), 0, 0),
                Overlap.ALLOW,
                CatchUp.STANDARD,
                0);
        await(schedules.put(hourly, new ScheduledJob(NewJob.of(id, Payload.NULL), Payload.NULL), Optional.empty()));
    }
}

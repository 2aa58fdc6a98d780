package dev.hub.core.job;

import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.FlowStore.Receipt;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.valkey.Numbers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several queues, and what goes between them step by step. */
final class FarGround {
    static final QueueName TOP = JobGround.MAIL;
    static final QueueName VIDEO = new QueueName("video");
    static final QueueName SOUND = new QueueName("sound");
    private static final List<QueueName> ALL = List.of(TOP, VIDEO, SOUND);

    final JobGround ground;
    final FlowStore flows;
    final List<Cancelled.Stopped> stopped = new ArrayList<>();
    private final FlowCourier courier;

    FarGround(JobGround ground) {
        this.ground = ground;
        flows = new FlowStore(ground.queues);
        courier = new FlowCourier(ground.queues, (queue, jobs) -> stopped.addAll(jobs));
        byHand();
    }

    /** Nothing is brought unless {@link #sweep} is called. */
    private void byHand() {
        ground.queues.onOutgoing(queue -> {});
    }

    /** As it is done for those who submit. */
    Submitted submit(NewJob job) {
        return await(new JobIntake(ground.store, courier).submit(TOP, List.of(job)))
                .getFirst();
    }

    /** The same, when queues changed their mind since they were asked. */
    Submitted submitUnasked(NewJob job) {
        SubmitArguments flat = ground.store.arguments(TOP, List.of(job));
        Submitted taken = await(ground.store.submit(TOP, flat)).getFirst();
        return await(courier.bring(TOP, flat.roots().getFirst().far())).stream()
                .findFirst()
                .map(refusal -> new Submitted(refusal.outcome(), taken.id(), Optional.of(refusal.queue())))
                .orElse(taken);
    }

    /** The same, and who does it dies when the parent is in its queue. */
    Outcome submitParentOnly(NewJob job) {
        return await(ground.store.submit(TOP, List.of(job))).getFirst().outcome();
    }

    /** What the queue has to tell now. */
    Outgoing outgoing(QueueName queue) {
        ground.pass(FlowCourier.AGE.toMillis());
        return await(flows.read(queue, FlowCourier.AGE));
    }

    /** The leader looks at all queues, until none has anything to tell to another. */
    void sweep() {
        for (int rounds = 0; rounds < 20; rounds++) {
            ground.pass(FlowCourier.AGE.toMillis());
            boolean isAny = false;
            for (QueueName queue : ALL) {
                boolean has = await(ground.upkeep.sweep(queue, 0)).orElseThrow().hasOutgoing();
                if (has) {
                    await(courier.deliver(queue));
                }
                isAny |= has;
            }
            if (!isAny) {
                return;
            }
        }
        throw new AssertionError("queues have always something to tell");
    }

    /** The server of the queue loses all that it has, but its settings. */
    void lose(QueueName queue) {
        String key = ground.queues.keys().queue(queue);
        Response keys = ground.send(Command.KEYS, key + ":*");
        if (keys != null) {
            keys.forEach(each -> ground.send(Command.UNLINK, each.toString()));
        }
        ground.send(Command.UNLINK, key);
        configure(queue, "max_size", "0");
    }

    void settle(QueueName queue, Receipt... receipts) {
        await(flows.settle(queue, List.of(receipts)));
    }

    void configure(QueueName queue, String name, String value) {
        Map<String, String> all = new java.util.HashMap<>(QueueSettings.DEFAULTS.encode());
        all.put(name, value);
        await(ground.queues.configure(queue, QueueSettings.decode(all)));
    }

    /** Ids of the jobs that start now. */
    List<String> start(QueueName queue) {
        return claim(queue).stream().map(job -> job.claim().id()).toList();
    }

    List<ClaimedJob> claim(QueueName queue) {
        return await(ground.store.work(queue, "here", Work.claiming(new Taker("w", 9))))
                .claimed();
    }

    Settled complete(QueueName queue, String id) {
        return settle(queue, new Settlement.Done(claimOf(queue, id), result(id)));
    }

    static Payload result(String id) {
        return Payload.ofJson("\"of " + id + "\"");
    }

    Settled bury(QueueName queue, String id) {
        return settle(queue, new Settlement.Bury(claimOf(queue, id), "no use", Settlement.Cause.UNRECOVERABLE));
    }

    private Settled settle(QueueName queue, Settlement settlement) {
        return await(ground.store.work(queue, "here", Work.settling(List.of(settlement))))
                .settled()
                .getFirst();
    }

    private JobClaim claimOf(QueueName queue, String id) {
        return new JobClaim(id, get(queue, id).counts().epoch());
    }

    JobView get(QueueName queue, String id) {
        return await(ground.reads.get(queue, id));
    }

    JobState state(QueueName queue, String id) {
        return get(queue, id).state();
    }

    List<JobChild> children(QueueName queue, String id) {
        return await(ground.reads.children(queue, id, 0, 100)).children();
    }

    Cancelled cancel(QueueName queue, String id) {
        return await(ground.changes.cancel(queue, List.of(id), "not wanted"));
    }

    JobChange retry(QueueName queue, String id) {
        return await(ground.changes.retry(queue, List.of(id)));
    }

    /** What does not fit together, in all queues, when nothing is under way. */
    void verify() {
        for (QueueName queue : ALL) {
            String key = ground.queues.keys().queue(queue);
            if (ground.send(Command.EXISTS, key) instanceof Response there && Numbers.of(there) == 1) {
                sweep();
                assertThat(ground.faults(queue)).isEmpty();
                ground.pass(61_000);
                sweep();
                for (String list : List.of(":up", ":down")) {
                    Response left = ground.send(Command.EXISTS, key + list);
                    assertThat(left == null ? 0 : Numbers.of(left))
                            .as(key + list)
                            .isZero();
                }
            }
        }
    }
}

package dev.hub.core.job;

import static dev.hub.core.job.FarGround.SOUND;
import static dev.hub.core.job.FarGround.TOP;
import static dev.hub.core.job.FarGround.VIDEO;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.FlowStore.Receipt;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever is dropped between queues, repeated, or late: flows come to their end, and each job is done once. Random steps, the same
 * ones for the same {@code hub.jobs.seed}; {@code hub.jobs.steps} says how many.
 */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class FarFlowChaosIT {
    private static final List<QueueName> QUEUES = List.of(TOP, VIDEO, SOUND);
    private static final int STEPS = Integer.getInteger("hub.jobs.steps", 400);

    private final JobGround ground;
    private final FarGround far;
    private final Random random = new Random(Long.getLong("hub.jobs.seed", 7L));
    private final Map<String, NewJob> jobs = new HashMap<>();
    private final Map<String, QueueName> places = new HashMap<>();
    private final List<String> roots = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final Map<QueueName, List<JobClaim>> held = new HashMap<>();
    private final List<Outgoing> seen = new ArrayList<>();
    private String step = "";

    FarFlowChaosIT(Engine engine, SharedServers servers) {
        ground = new JobGround(servers.on(engine).url(), servers.prefix());
        ground.neverAsk();
        far = new FarGround(ground);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    @Test
    void flowsEndAndNothingIsDoneTwice() {
        far.configure(SOUND, "keep_done", "3");
        for (int i = 0; i < STEPS; i++) {
            step = "step " + i;
            ground.pass(random.nextInt(300));
            take();
        }
        step = "the end";
        far.configure(VIDEO, "max_size", "0");
        requireNoOrphans();
        finishAll();
        verify();
    }

    private void take() {
        int way = random.nextInt(100);
        if (way < 18) {
            submit();
        } else if (way < 50) {
            work(any(QUEUES));
        } else if (way < 80) {
            bring(any(QUEUES));
        } else if (way < 86) {
            replay();
        } else if (way < 91 && !jobs.isEmpty()) {
            String id = any(List.copyOf(jobs.keySet()));
            far.cancel(places.getOrDefault(id, TOP), id);
        } else if (way < 96 && !roots.isEmpty()) {
            String id = any(roots);
            far.retry(places.getOrDefault(id, TOP), id);
        } else if (way < 98) {
            far.configure(VIDEO, "max_size", random.nextBoolean() ? "0" : "2");
        } else {
            far.sweep();
        }
    }

    // ---- jobs

    private void submit() {
        NewJob root = some("f" + roots.size(), TOP, 3);
        roots.add(root.id());
        places.put(root.id(), TOP);
        if (random.nextBoolean()) {
            far.submitUnasked(root);
        } else {
            assertThat(far.submitParentOnly(root)).isEqualTo(Outcome.TAKEN);
        }
        if (random.nextInt(5) == 0) {
            assertThat(far.submit(root).outcome()).isEqualTo(Outcome.KNOWN);
        }
    }

    private NewJob some(String id, QueueName queue, int depth) {
        List<NewJob> children = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            QueueName other = random.nextBoolean() ? queue : any(QUEUES);
            NewJob child = some(id + "." + i, other, depth - 1);
            children.add(other.equals(queue) ? child : child.at(other));
            places.put(child.id(), other);
        }
        NewJob plain = NewJob.of(id, Payload.ofJson("1")).after(children);
        NewJob job = new NewJob(
                id,
                plain.spec(),
                plain.data(),
                plain.start(),
                Optional.empty(),
                "",
                false,
                children,
                random.nextInt(4) == 0,
                Optional.empty());
        jobs.put(id, job);
        return job;
    }

    private void work(QueueName queue) {
        List<JobClaim> mine = held.computeIfAbsent(queue, first -> new ArrayList<>());
        far.claim(queue).forEach(job -> {
            requireChildrenOver(queue, job.claim().id());
            mine.add(job.claim());
        });
        while (!mine.isEmpty() && random.nextInt(4) != 0) {
            settle(queue, mine.removeFirst(), random.nextInt(6) == 0);
        }
    }

    private void settle(QueueName queue, JobClaim claim, boolean fails) {
        Settlement how = fails
                ? new Settlement.Bury(claim, "no use", Settlement.Cause.UNRECOVERABLE)
                : new Settlement.Done(claim, FarGround.result(claim.id()));
        Settled settled = await(ground.store.work(queue, "here", Work.settling(List.of(how))))
                .settled()
                .getFirst();
        if (settled.holds() && !fails) {
            assertThat(done.add(claim.id()))
                    .as(step + ": " + claim + " is done once")
                    .isTrue();
        }
    }

    private Optional<JobView> find(String id) {
        return await(ground.reads
                .get(places.getOrDefault(id, TOP), id)
                .map(Optional::of)
                .recover(
                        cause -> cause instanceof HubException refusal && refusal.code() == ErrorCode.UNKNOWN_JOB.code()
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(cause)));
    }

    /** One that may fail, and did, may be done after all while its parent goes on: its own child was found room for. */
    private void requireChildrenOver(QueueName queue, String id) {
        far.children(queue, id)
                .forEach(child -> assertThat(child.end()).as(step + ": " + id).isPresent());
        jobs.getOrDefault(id, NewJob.of(id, Payload.NULL)).children().stream()
                .filter(child -> !child.mayFail())
                .forEach(child -> find(child.id())
                        .ifPresent(view -> assertThat(view.state().isFinal())
                                .as(step + ": " + id + " waits for " + view)
                                .isTrue()));
    }

    // ---- what goes between queues, and does not arrive, or twice

    private void bring(QueueName queue) {
        Outgoing outgoing = await(far.flows.read(queue, FlowCourier.AGE));
        seen.add(outgoing);
        for (FarChild child : outgoing.children()) {
            if (random.nextInt(3) != 0) {
                Outcome outcome =
                        await(far.flows.submit(child.queue(), List.of(child))).getFirst();
                if (random.nextInt(3) != 0) {
                    far.settle(
                            queue,
                            new Submitted(outcome, child.id()).isTaken()
                                    ? new Receipt.Sent(child)
                                    : new Receipt.Refused(child, outcome.name()));
                }
            }
        }
        for (Outgoing.Order order : outgoing.orders()) {
            if (random.nextInt(3) != 0) {
                String what = await(far.flows.obey(order.queue(), List.of(order)))
                        .results()
                        .getFirst();
                if (random.nextInt(3) != 0) {
                    far.settle(queue, new Receipt.Obeyed(order, what.equals("gone")));
                }
            }
        }
        for (Outgoing.Word word : outgoing.words()) {
            if (random.nextInt(3) != 0) {
                await(far.flows.hear(word.queue(), List.of(word)));
                if (random.nextInt(3) != 0) {
                    far.settle(queue, new Receipt.Heard(word));
                }
            }
        }
    }

    /** Somebody slow brings what was brought long ago. */
    private void replay() {
        if (seen.isEmpty()) {
            return;
        }
        Outgoing late = any(seen);
        late.words().forEach(word -> await(far.flows.hear(word.queue(), List.of(word))));
        late.orders().forEach(order -> await(far.flows.obey(order.queue(), List.of(order))));
        late.children().forEach(child -> await(far.flows.submit(child.queue(), List.of(child))));
    }

    // ---- the end

    /** Nothing waits or runs for a parent that is over, but for one that failed: that may be done after all. */
    private void requireNoOrphans() {
        far.sweep();
        jobs.forEach((id, given) -> find(id).ifPresent(parent -> {
            if (parent.state() == JobState.CANCELLED) {
                given.children()
                        .forEach(child -> find(child.id())
                                .ifPresent(view -> assertThat(view.state().isFinal())
                                        .as(parent + " has " + view)
                                        .isTrue()));
            }
        }));
    }

    private void finishAll() {
        for (int i = 0; i < 100; i++) {
            far.sweep();
            int before = done.size();
            for (QueueName queue : QUEUES) {
                List<JobClaim> mine = held.computeIfAbsent(queue, first -> new ArrayList<>());
                far.claim(queue).forEach(job -> mine.add(job.claim()));
                mine.forEach(claim -> settle(queue, claim, false));
                mine.clear();
            }
            if (done.size() == before) {
                return;
            }
        }
        throw new AssertionError("there is always something to do");
    }

    private void verify() {
        far.verify();
        QUEUES.forEach(queue -> assertThat(await(ground.ops.stats(queue)).depth())
                .as(queue.value())
                .containsEntry(JobState.BLOCKED, 0L)
                .containsEntry(JobState.READY, 0L)
                .containsEntry(JobState.ACTIVE, 0L));
        assertThat(done).as("something was done").hasSizeGreaterThan(STEPS / 10);
        jobs.keySet()
                .forEach(id -> find(id).filter(view -> view.state() == JobState.DONE)
                        .ifPresent(parent -> far.children(parent.queue(), id).forEach(this::requireAsTold)));
    }

    private void requireAsTold(JobChild child) {
        if (child.end().equals(Optional.of(JobState.DONE))) {
            assertThat(child.result()).contains(FarGround.result(child.id()));
            assertThat(done).contains(child.id());
        }
    }
}

package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobModel.Job;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever is done to a queue, it does what {@link JobModel} says, and its keys fit together. Random steps, the same ones for the
 * same {@code hub.jobs.seed}; {@code hub.jobs.steps} says how many.
 */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class JobModelIT {
    private static final Script DUMP = Script.resource("queue_dump");
    private static final long LEASE = 1_000;
    private static final int STEPS = Integer.getInteger("hub.jobs.steps", 700);

    private final JobGround ground;
    private final JobModel model = new JobModel();
    private final Random random = new Random(Long.getLong("hub.jobs.seed", 20_261L));
    private RandomJobs some = new RandomJobs(random);
    private final List<JobClaim> claims = new ArrayList<>();
    private final Set<String> pausedGroups = new HashSet<>();
    private String step = "";

    JobModelIT(Engine engine, SharedServers servers) {
        ground = new JobGround(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void doWhatTheModelSays() {
        takeSteps();
    }

    /** The scripts have a way of their own for these. */
    @Test
    void doWhatTheModelSaysWhereMostJobsHaveNothingRare() {
        some = RandomJobs.mostlyPlain(random);
        takeSteps();
    }

    private void takeSteps() {
        configure();
        model.now = ground.now();
        for (int i = 0; i < STEPS; i++) {
            step = i + ": ";
            if (random.nextInt(3) == 0) {
                pass();
            }
            take();
            model.trim();
            compare();
            if (i % 4 == 0) {
                assertThat(ground.faults()).as(step).isEmpty();
            }
        }
    }

    private void pass() {
        ground.pass(random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(150));
        model.now = ground.now();
    }

    private void take() {
        int way = random.nextInt(100);
        if (way < 36) {
            submit();
        } else if (way < 72) {
            work();
        } else if (way < 80) {
            sweep();
        } else if (way < 85) {
            cancel();
        } else if (way < 91) {
            retry();
        } else if (way < 93) {
            remove();
        } else if (way < 95) {
            purge();
        } else if (way < 97) {
            note();
        } else if (way < 99) {
            configureGroup();
        } else {
            configure();
        }
    }

    // ---- submission

    private void submit() {
        List<NewJob> jobs = new ArrayList<>();
        int many = random.nextInt(4) == 0 ? 3 : 1;
        for (int i = 0; i < many; i++) {
            jobs.add(random.nextInt(6) == 0 ? some.flow(2) : some.single(this::someId));
        }
        step += "submit " + jobs;
        if (jobs.stream().map(NewJob::id).distinct().count() < jobs.size()) {
            return;
        }
        String last = lastEvent();
        List<Submitted> results = await(ground.store.submit(MAIL, jobs));
        List<String> victims = new ArrayList<>();
        for (JobEvent event : await(ground.reads.events(MAIL, last, 1_000))) {
            if (event.detail().equals("overflow")) {
                victims.add(event.id());
            }
        }
        long first = model.sequence;
        long ranks = jobs.stream().mapToInt(NewJob::size).sum();
        model.sequence = first + ranks;
        long rank = first;
        for (int i = 0; i < jobs.size(); i++) {
            rank += jobs.get(i).size();
            Optional<Job> next = victims.stream().findFirst().flatMap(id -> Optional.ofNullable(model.job(id)));
            next.ifPresent(victim -> assertThat(victim.waits()).as(step).isTrue());
            int before = victims.size();
            boolean isRefused = results.get(i).outcome() == Submitted.Outcome.FULL;
            if (isRefused && model.settings.capacity().overflow() == QueueSettings.Overflow.DROP_OLDEST) {
                assertThat(jobs.get(i).size() > 1 || model.line("").isEmpty())
                        .as(step)
                        .isTrue();
            }
            assertThat(results.get(i))
                    .as(step)
                    .isEqualTo(model.submit(jobs.get(i), rank, isRefused ? new ArrayList<>() : victims));
            if (victims.size() < before) {
                requireFair(next.orElseThrow(), jobs.get(i));
            }
        }
        assertThat(victims).as(step).isEmpty();
    }

    private void requireFair(Job victim, NewJob comer) {
        switch (model.settings.capacity().overflow()) {
            case DROP_LOWEST ->
                assertThat(victim.given.start().priority())
                        .as(step)
                        .isGreaterThan(comer.start().priority());
            case DROP_OLDEST -> {}
            case REJECT, SPILL -> throw new AssertionError(step + ": nothing may be dropped");
        }
    }

    private String lastEvent() {
        Response latest = ground.send(Command.XREVRANGE, ground.queues.keys().events(MAIL), "+", "-", "COUNT", "1");
        return latest == null || latest.size() == 0 ? "" : latest.get(0).get(0).toString();
    }

    // ---- work

    private void work() {
        List<Settlement> settlements = new ArrayList<>();
        int many = random.nextInt(5);
        for (int i = 0; i < many && !claims.isEmpty(); i++) {
            settlements.add(some.settlement(claims.get(random.nextInt(claims.size()))));
        }
        if (claims.size() > 60) {
            claims.subList(0, 20).clear();
        }
        List<Taker> takers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            takers.add(new Taker("w" + i, 1 + random.nextInt(4)));
        }
        step += "work " + settlements + " " + takers;
        Worked worked = ground.work(new Work(settlements, takers, LEASE, random.nextBoolean()));

        for (int i = 0; i < settlements.size(); i++) {
            assertThat(worked.settled().get(i)).as(step).isEqualTo(model.settle(settlements.get(i)));
        }
        model.promote();
        Set<Job> before = Set.copyOf(model.all(job -> job.state == JobState.READY));
        expireThoseThatDid();
        int wanted = takers.stream().mapToInt(Taker::most).sum();
        assertThat(worked.claimed().size()).as(step).isLessThanOrEqualTo(wanted);
        for (ClaimedJob claimed : worked.claimed()) {
            requireStart(claimed, before);
        }
        if (worked.claimed().size() < wanted) {
            requireNothingLeft();
        }
    }

    /** Of the jobs whose time to live is over, those that somebody looked at are expired. */
    private void expireThoseThatDid() {
        List<String> still = new ArrayList<>();
        Response dump =
                await(ground.valkey.run(DUMP, List.of(ground.queues.keys().queue(MAIL)), List.of()));
        for (int i = 1; i < dump.size(); i += 6) {
            if (dump.get(i + 1).toString().equals("ready")) {
                still.add(dump.get(i).toString());
            }
        }
        List<Job> over;
        do {
            over = model.all(
                    job -> job.state == JobState.READY && job.isExpired(model.now) && !still.contains(job.id()));
            over.forEach(job -> {
                if (job.state == JobState.READY) {
                    model.finish(job, JobState.EXPIRED, "ttl");
                }
            });
        } while (!over.isEmpty());
    }

    /** Those that lined up during the round, because another one expired, may come in any order. */
    private void requireStart(ClaimedJob claimed, Set<Job> before) {
        Job job = model.require(claimed.claim().id());
        assertThat(model.isPaused || pausedGroups.contains(job.group()))
                .as(step)
                .isFalse();
        assertThat(job.state).as(step + job.id()).isEqualTo(JobState.READY);
        assertThat(claimed.claim().epoch()).as(step).isEqualTo(job.epoch + 1);
        assertThat(claimed.failures()).as(step).isEqualTo(job.failures);
        Predicate<Job> isFirst = each -> before.contains(each) && !each.isExpired(model.now);
        if (before.contains(job)) {
            assertThat(model.line(job.group()).stream().filter(isFirst).findFirst())
                    .as(step + model.line(job.group()))
                    .contains(job);
        }
        model.claim(job, LEASE);
        assertThat(claimed.leaseEndMillis()).as(step).isEqualTo(job.leaseEnd);
        claims.add(claimed.claim());
        if (model.settings.concurrency() > 0) {
            assertThat(model.active()).as(step).isLessThanOrEqualTo(model.settings.concurrency());
        }
        if (!job.group().isEmpty() && model.settings.groupConcurrency() > 0) {
            assertThat(model.active(job.group())).as(step).isLessThanOrEqualTo(model.settings.groupConcurrency());
        }
    }

    /** Whatever may start has started. */
    private void requireNothingLeft() {
        QueueSettings settings = model.settings;
        if (model.isPaused || (settings.concurrency() > 0 && model.active() >= settings.concurrency())) {
            return;
        }
        for (String group : RandomJobs.GROUPS) {
            boolean isHeldUp = pausedGroups.contains(group)
                    || (!group.isEmpty()
                            && settings.groupConcurrency() > 0
                            && model.active(group) >= settings.groupConcurrency());
            if (!isHeldUp) {
                assertThat(model.line(group)).as(step + "left in " + group).isEmpty();
            }
        }
    }

    private void sweep() {
        step += "sweep";
        List<JobClaim> late =
                ground.sweep().late().stream().map(Swept.LateAttempt::claim).toList();
        assertThat(late).as(step).containsExactlyInAnyOrderElementsOf(model.sweep());
        model.trim();
        tell();
    }

    /** The followers of all that is over. What may go for that goes with the next sweep. */
    private void tell() {
        List<Job> untold = model.all(job -> job.isUntold);
        await(ground.upkeep.confirmTold(MAIL, untold.stream().map(Job::id).toList()));
        untold.forEach(job -> job.isUntold = false);
        ground.sweep();
        model.sweep();
    }

    private void note() {
        if (claims.isEmpty()) {
            return;
        }
        JobClaim claim = claims.get(random.nextInt(claims.size()));
        step += "note " + claim;
        Job job = model.job(claim.id());
        boolean isTheirs = job != null && job.state == JobState.ACTIVE && job.epoch == claim.epoch();
        assertThat(await(ground.store.note(MAIL, claim, Optional.of(Payload.NULL), List.of("a", "b"), 1))
                        .isPresent())
                .as(step)
                .isEqualTo(isTheirs);
        if (isTheirs && job != null) {
            job.isFollowed = true;
        }
    }

    // ---- orders

    private String someId() {
        List<String> known = List.copyOf(model.jobs().keySet());
        return known.isEmpty() || random.nextInt(20) == 0 ? "nobody" : known.get(random.nextInt(known.size()));
    }

    private void cancel() {
        List<String> asked = List.of(someId(), someId());
        step += "cancel " + asked;
        Cancelled cancelled = await(ground.changes.cancel(MAIL, asked, "why"));
        List<String> done = cancelled.jobs().stream()
                .filter(stopped -> !stopped.isChild())
                .map(stopped -> stopped.claim().id())
                .toList();
        List<String> expected = new ArrayList<>();
        for (String id : asked) {
            if (model.cancel(id).filter(was -> !was.isFinal()).isPresent()) {
                expected.add(id);
            }
        }
        assertThat(done).as(step).isEqualTo(expected);
    }

    private void retry() {
        List<String> over =
                model.all(job -> job.state.isFinal()).stream().map(Job::id).toList();
        if (over.isEmpty()) {
            return;
        }
        List<String> asked = List.of(over.get(random.nextInt(over.size())), someId());
        step += "retry " + asked;
        JobChange change = await(ground.changes.retry(MAIL, asked));
        List<String> expected = new ArrayList<>();
        for (String id : asked) {
            Job job = model.job(id);
            if (job != null && model.retry(job)) {
                expected.add(id);
            }
        }
        assertThat(change.ids()).as(step).isEqualTo(expected);
    }

    private void remove() {
        String id = someId();
        step += "remove " + id;
        JobChange change = await(ground.changes.remove(MAIL, List.of(id)));
        Job job = model.job(id);
        assertThat(!change.ids().isEmpty()).as(step).isEqualTo(job != null && job.state.isFinal());
        if (job != null && job.state.isFinal()) {
            model.forget(job);
        }
    }

    private void purge() {
        List<JobState> states = new ArrayList<>();
        for (JobState state : JobState.values()) {
            if (random.nextInt(4) == 0) {
                states.add(state);
            }
        }
        step += "purge " + states;
        ground.purge(states.toArray(JobState[]::new));
        model.purge(states);
    }

    private void configureGroup() {
        String group = RandomJobs.GROUPS.get(2 + random.nextInt(3));
        boolean isPaused = random.nextInt(3) == 0;
        step += "configure group " + group + " " + isPaused;
        GroupSettings settings = new GroupSettings(1 + random.nextInt(3), -1, isPaused);
        assertThat(await(ground.ops.configureGroup(MAIL, group, GroupChange.to(settings))))
                .isEqualTo(settings);
        if (isPaused) {
            pausedGroups.add(group);
        } else {
            pausedGroups.remove(group);
        }
    }

    private void configure() {
        QueueSettings.Overflow overflow = QueueSettings.Overflow.values()[random.nextInt(3)];
        int maxSize = random.nextInt(3) == 0 ? 0 : 4 + random.nextInt(30);
        step += "configure " + overflow + " " + maxSize;
        ground.configure(
                "max_size",
                Integer.toString(maxSize),
                "overflow",
                overflow.word(),
                "concurrency",
                Integer.toString(random.nextInt(3) == 0 ? 6 : 0),
                "group_concurrency",
                Integer.toString(random.nextInt(3)),
                "max_recoveries",
                Integer.toString(random.nextInt(3)),
                "keep_done",
                "8",
                "keep_dead",
                "12",
                "keep_cancelled",
                "10",
                "keep_expired",
                "6");
        model.settings = await(ground.queues.settings(MAIL));
        switch (random.nextInt(6)) {
            case 0 -> {
                await(ground.ops.pause(MAIL));
                model.isPaused = true;
            }
            case 1 -> {
                await(ground.ops.drain(MAIL));
                model.isClosed = true;
            }
            default -> {
                await(ground.ops.resume(MAIL));
                model.isPaused = false;
                model.isClosed = false;
            }
        }
    }

    /** The same jobs in the same states; their ranks are taken over. */
    private void compare() {
        Response dump =
                await(ground.valkey.run(DUMP, List.of(ground.queues.keys().queue(MAIL)), List.of()));
        model.sequence = Numbers.at(dump, 0);
        List<String> there = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i < dump.size(); i += 6) {
            there.add(dump.get(i) + " " + dump.get(i + 1) + " " + dump.get(i + 2) + " " + dump.get(i + 3) + " "
                    + dump.get(i + 4));
            Job job = model.job(dump.get(i).toString());
            if (job != null && !dump.get(i + 5).toString().isEmpty()) {
                job.rank = Double.parseDouble(dump.get(i + 5).toString());
            }
        }
        model.jobs()
                .forEach((id, job) -> expected.add(
                        id + " " + job.state.word() + " " + job.epoch + " " + job.failures + " " + job.recoveries));
        assertThat(there).as(step).containsExactlyInAnyOrderElementsOf(expected);
    }
}

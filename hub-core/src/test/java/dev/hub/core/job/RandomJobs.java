package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Jobs of all sorts, and what becomes of them. */
final class RandomJobs {
    /** Groups of jobs; most have none. */
    static final List<String> GROUPS = List.of("", "", "g1", "g2", "g3");

    private final Random random;
    private final List<String> groups;
    private final int plainOf;
    private int ids;

    private RandomJobs(Random random, List<String> groups, int plainOf) {
        this.random = random;
        this.groups = groups;
        this.plainOf = plainOf;
    }

    RandomJobs(Random random) {
        this(random, GROUPS, 1);
    }

    /** Four of five of them have a priority at most, and none has a group. */
    static RandomJobs mostlyPlain(Random random) {
        return new RandomJobs(random, List.of(""), 5);
    }

    /** A job of its own; sometimes with the id of another one. */
    NewJob single(Supplier<String> someId) {
        NewJob job = NewJob.of(random.nextInt(12) == 0 ? someId.get() : "j" + ids++, Payload.ofJson("1"));
        if (random.nextInt(plainOf) > 0) {
            return job.with(JobStart.priority(random.nextInt(3)));
        }
        job = job.with(start()).with(spec()).in(groups.get(random.nextInt(groups.size())));
        if (random.nextInt(6) == 0) {
            job = job.followed();
        }
        if (random.nextInt(3) == 0) {
            Dedup.Mode mode = Dedup.Mode.values()[random.nextInt(4)];
            long ttl = mode == Dedup.Mode.THROTTLE || random.nextInt(3) == 0 ? 1 + random.nextInt(1_500) : 0;
            job = job.with(new Dedup("k" + random.nextInt(4), mode, ttl));
        }
        return job;
    }

    private JobSpec spec() {
        long timeout = random.nextInt(5) == 0 ? 1 + random.nextInt(1_500) : 0;
        return new JobSpec("", 3, Backoff.STANDARD, timeout, 5);
    }

    private JobStart start() {
        return new JobStart(
                random.nextInt(3),
                random.nextInt(4) == 0 ? random.nextInt(800) : 0,
                0,
                random.nextInt(5) == 0 ? 1 + random.nextInt(2_000) : 0);
    }

    /** One with children, or none, to that depth. */
    NewJob flow(int depth) {
        List<NewJob> children = new ArrayList<>();
        int many = depth == 0 ? 0 : random.nextInt(4);
        for (int i = 0; i < many; i++) {
            children.add(flow(random.nextInt(depth)));
        }
        NewJob job = NewJob.of("f" + ids++, Payload.ofJson("1"))
                .with(start())
                .in(groups.get(random.nextInt(groups.size())))
                .after(children);
        return random.nextBoolean()
                ? job
                : new NewJob(
                        job.id(),
                        job.spec(),
                        job.data(),
                        job.start(),
                        job.dedup(),
                        job.group(),
                        job.follow(),
                        job.children(),
                        true);
    }

    /** What a worker might say of its job. */
    Settlement settlement(JobClaim claim) {
        long delay = random.nextBoolean() ? 0 : 1 + random.nextInt(600);
        return switch (random.nextInt(7)) {
            case 0 -> new Settlement.Retry(claim, "failed", delay);
            case 1 -> new Settlement.Bury(claim, "failed", Settlement.Cause.FAILED);
            case 2 -> new Settlement.Release(claim, delay);
            case 3 -> new Settlement.Unbegun(claim);
            default -> new Settlement.Done(claim, Payload.ofJson("2"));
        };
    }
}

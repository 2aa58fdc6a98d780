package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.JobWorkerEvent;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.ClaimedJob;
import dev.hub.verticles.job.Takers.Recipient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives what a round brought to those who asked.
 *
 * @param queue of which they are
 * @param sent when the round was, by the instance's clock
 */
record Handout(ActiveQueue queue, People people, long sent) {
    /**
     * Who asks for jobs of a queue, and has some.
     *
     * @param crew those who get them as they come
     * @param waiting those who asked for some and wait
     */
    record People(Crew crew, WaitingClaims waiting) {
        /** Those who wait come first. */
        Takers takers() {
            Takers takers = new Takers();
            waiting.all().forEach(takers::add);
            crew.turns().forEach(takers::add);
            return takers;
        }
    }

    /** Gives {@code jobs} to these. */
    void give(List<ClaimedJob> jobs, Takers takers) {
        Map<Recipient, List<ClaimedJob>> parts = new LinkedHashMap<>();
        for (ClaimedJob job : jobs) {
            parts.computeIfAbsent(takers.at(job.taker()), first -> new ArrayList<>())
                    .add(job);
            queue.desk().reports().claimed(queue.name(), job);
        }
        parts.forEach(this::give);
    }

    private void give(Recipient recipient, List<ClaimedJob> jobs) {
        switch (recipient) {
            case Takers.Asker asker -> {
                people.waiting().remove(asker.claim());
                jobs.forEach(job -> hold(job, asker.claim().holder()));
                asker.claim().answer.complete(jobs);
            }
            case Takers.Member member -> {
                jobs.forEach(job -> hold(job, member.worker()));
                if (people.crew().has(member.worker())) {
                    queue.desk().tell(member.worker(), new JobWorkerEvent.Jobs(queue.name(), jobs));
                } else {
                    jobs.forEach(job -> queue.release(job.claim()));
                }
            }
        }
    }

    /** Another worker may have had it here before, whose lease is over. */
    private void hold(ClaimedJob job, @Nullable JobWorker holder) {
        HeldJob before = queue.held().find(job.claim().id());
        if (before != null) {
            queue.stop(before.job.claim(), Reason.LOST);
        }
        queue.held().add(new HeldJob(job, holder, sent));
        if (holder != null) {
            people.crew().take(holder, job.claim());
        }
    }
}

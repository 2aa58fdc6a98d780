package dev.hub.verticles.job;

import dev.hub.core.job.JobClaim;
import dev.hub.core.job.Settled;
import dev.hub.core.job.Settlement;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;

/** What workers said of their jobs, until it is in Valkey. */
final class Outcomes {
    private static final int MAX_IN_DOUBT = 1_000;

    private final Deque<Outcome> pending = new ArrayDeque<>();

    /** Jobs of which something was said that may be in Valkey or not; the latest of them. */
    private final SequencedSet<JobClaim> inDoubt = new LinkedHashSet<>();

    /** One of them. */
    record Outcome(Settlement settlement, Promise<Settled> answer) {
        JobClaim claim() {
            return settlement.claim();
        }
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** One on that job waits. */
    boolean have(JobClaim claim) {
        return pending.stream().anyMatch(outcome -> outcome.claim().equals(claim));
    }

    /** To be sent with the next round. */
    Future<Settled> add(Settlement settlement) {
        Promise<Settled> answer = Promise.promise();
        pending.add(new Outcome(settlement, answer));
        return answer.future();
    }

    /** The oldest, at most {@code most}. */
    List<Outcome> next(int most) {
        List<Outcome> some = new ArrayList<>(Math.min(most, pending.size()));
        while (some.size() < most && !pending.isEmpty()) {
            some.add(pending.remove());
        }
        return some;
    }

    /** It is not known whether these are in Valkey: those that {@code isOurs} names are sent again, the others fail. */
    void failed(List<Outcome> some, Throwable cause, Predicate<JobClaim> isOurs) {
        for (Outcome outcome : some.reversed()) {
            doubt(outcome.claim());
            if (isOurs.test(outcome.claim())) {
                pending.addFirst(outcome);
            } else {
                outcome.answer().fail(cause);
            }
        }
    }

    private void doubt(JobClaim claim) {
        if (inDoubt.add(claim) && inDoubt.size() > MAX_IN_DOUBT) {
            inDoubt.removeFirst();
        }
    }

    /** Nobody has heard such an answer yet: it is to be counted. */
    boolean isNews(JobClaim claim, Settled answer) {
        boolean wasInDoubt = inDoubt.remove(claim);
        return wasInDoubt || !answer.isRepeated();
    }

    /** The lease is over: whether it came in time will not be known. */
    void lost(JobClaim claim) {
        pending.removeIf(outcome -> {
            boolean isIt = outcome.claim().equals(claim);
            if (isIt) {
                outcome.answer().complete(Settled.STALE);
            }
            return isIt;
        });
    }
}

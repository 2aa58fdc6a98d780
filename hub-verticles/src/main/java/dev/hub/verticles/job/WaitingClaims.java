package dev.hub.verticles.job;

import dev.hub.core.bus.JobWork.Claim;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Those who asked for jobs of one queue here and wait, the one that came first before the others. Pure: no clock, no I/O. */
final class WaitingClaims {
    private final Deque<WaitingClaim> all = new ArrayDeque<>();

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** Those there are. */
    List<WaitingClaim> all() {
        return List.copyOf(all);
    }

    /** Those of the connection. */
    List<WaitingClaim> of(String client) {
        return all.stream().filter(each -> each.claim.client().equals(client)).toList();
    }

    /** Comes after so many rounds. */
    WaitingClaim add(Claim claim, long rounds) {
        WaitingClaim some = new WaitingClaim(claim, rounds);
        all.add(some);
        return some;
    }

    /** Waits no more; tells whether it did. */
    boolean remove(WaitingClaim claim) {
        return all.remove(claim);
    }

    /** Answers those who do not wait, and have seen a whole round bring them nothing. */
    void answerTheImpatient(long rounds) {
        all.removeIf(each -> {
            boolean isAnswered = !each.isPatient() && each.round < rounds;
            if (isAnswered) {
                each.answer.complete(List.of());
            }
            return isAnswered;
        });
    }

    /** Nobody waits any more. */
    void fail(Throwable cause) {
        List<WaitingClaim> failed = all();
        all.clear();
        failed.forEach(each -> each.answer.fail(cause));
    }
}

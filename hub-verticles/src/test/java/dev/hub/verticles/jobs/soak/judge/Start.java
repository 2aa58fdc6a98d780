package dev.hub.verticles.jobs.soak.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One start of a job, as it was handed to a worker. */
public final class Start {
    final String id;
    final long epoch;
    final String worker;
    final long claimedMillis;

    /** When the worker asked, by the ledger's count. */
    final long asked;

    private final List<Attempt> attempts = new ArrayList<>();
    private long leaseUntil;

    Start(String id, long epoch, String worker, long claimedMillis, long leaseUntil, long asked) {
        this.id = id;
        this.epoch = epoch;
        this.worker = worker;
        this.claimedMillis = claimedMillis;
        this.leaseUntil = leaseUntil;
        this.asked = asked;
    }

    /** What a worker can say of a job. */
    public enum Verb {
        /** It is done. */
        DONE,
        /** It failed. */
        FAIL,
        /** It failed for good. */
        GIVE_UP,
        /** It was not done. */
        RELEASE
    }

    /** How a word was answered. */
    public enum Answer {
        /** Not, so far. */
        UNKNOWN,
        /** It counts. */
        ACCEPTED,
        /** It does not. */
        REFUSED
    }

    /** One word of a worker. */
    public static final class Attempt {
        final Start start;
        final Verb verb;
        final long sentMillis;
        final long highestEpoch;
        Answer answer = Answer.UNKNOWN;

        private Attempt(Start start, Verb verb, long sentMillis, long highestEpoch) {
            this.start = start;
            this.verb = verb;
            this.sentMillis = sentMillis;
            this.highestEpoch = highestEpoch;
        }

        /** Another start of the job had been handed out before it was said. */
        public boolean isLate() {
            return highestEpoch > start.epoch;
        }
    }

    Attempt attempt(Verb verb, long sentMillis, long highestEpoch) {
        Attempt attempt = new Attempt(this, verb, sentMillis, highestEpoch);
        attempts.add(attempt);
        return attempt;
    }

    /** The worker has it for longer. */
    public void extend(long until) {
        leaseUntil = Math.max(leaseUntil, until);
    }

    long leaseUntil() {
        return leaseUntil;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Some word of that kind may have counted. */
    boolean mayHave(Predicate<Verb> verb) {
        return attempts.stream().anyMatch(each -> verb.test(each.verb) && each.answer != Answer.REFUSED);
    }

    boolean has(Predicate<Verb> verb) {
        return attempts.stream().anyMatch(each -> verb.test(each.verb) && each.answer == Answer.ACCEPTED);
    }

    /** It said so before another start was handed out, and that may have counted: to say it again is answered alike. */
    boolean hasSaidInTime(Verb verb) {
        return attempts.stream()
                .anyMatch(each -> each.verb == verb && each.highestEpoch <= epoch && each.answer == Answer.UNKNOWN);
    }

    /** What was said of it, in order. */
    String words() {
        return this + " "
                + attempts.stream().map(each -> each.verb + " " + each.answer).toList();
    }

    @Override
    public String toString() {
        return id + "#" + epoch + " of " + worker;
    }
}

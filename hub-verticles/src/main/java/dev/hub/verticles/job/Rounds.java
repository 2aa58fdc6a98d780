package dev.hub.verticles.job;

import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Work;
import dev.hub.core.job.Worked;
import dev.hub.core.valkey.ValkeyException;
import dev.hub.verticles.job.Outcomes.Outcome;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When Valkey hears of a queue: in rounds, one at a time. Each carries all outcomes that came since the one before, and asks for
 * as many jobs as there is room for. The more there is to do, the more goes with one round; a lone outcome goes at once.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final QueueName name;
    private final JobStore store;
    private final QueueDesk desk;
    private final Side side;
    private final Outcomes outcomes;
    private boolean isUnderWay;
    private boolean isPlanned;
    private boolean mayHaveMore = true;
    private boolean isHungry;
    private boolean mayHaveStrays;
    private long count;
    private long dueAt = NEVER;

    /** When Valkey answered last who asked for jobs, and when it woke this instance, in us by its clock. */
    private long askedAt;

    private long wokenAt;

    Rounds(QueueName name, JobStore store, QueueDesk desk, Side side, Outcomes outcomes) {
        this.name = name;
        this.store = store;
        this.desk = desk;
        this.side = side;
        this.outcomes = outcomes;
    }

    /** Who works on the queue here. */
    interface Side {
        /** Those who ask for jobs. */
        Takers takers();

        /**
         * A round brought these, perhaps none.
         *
         * @param sent when the round was, by the instance's clock
         * @param isAll there are no others for those who asked
         */
        void claimed(List<ClaimedJob> jobs, Takers takers, long sent, boolean isAll);

        /** So many jobs are dead since nobody can read them. */
        void unreadable(int many);

        /** A round was not answered; the next one tries again. */
        void failed(Throwable cause, List<Outcome> settling);
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    /** How often Valkey was asked for jobs. */
    long count() {
        return count;
    }

    /** When there may be more jobs without a word, by the instance's clock. */
    long dueAt() {
        return dueAt;
    }

    /** There may be jobs. */
    void woken() {
        mayHaveMore = true;
        isHungry = false;
        work();
    }

    /**
     * The same for one whom Valkey woke at {@code micros} by its clock: if it was asked after that, there is nothing to be
     * asked for.
     */
    void woken(long micros) {
        wokenAt = Math.max(wokenAt, micros);
        if (!isUnderWay) {
            heedWake();
            work();
        }
    }

    private void heedWake() {
        if (wokenAt >= askedAt && wokenAt > 0) {
            mayHaveMore = true;
            isHungry = false;
            wokenAt = 0;
        }
    }

    /** Jobs are on their way to Valkey, before whatever this instance sends from now on. */
    void expect() {
        mayHaveMore = true;
        work();
    }

    /** Once for all outcomes that come together. */
    void workSoon() {
        if (!isPlanned) {
            isPlanned = true;
            desk.afterwards(() -> {
                isPlanned = false;
                work();
            });
        }
    }

    void work() {
        if (isUnderWay) {
            return;
        }
        List<Outcome> settling = outcomes.next(Work.MOST);
        Takers takers = mayHaveMore || !settling.isEmpty() ? side.takers() : new Takers();
        if (settling.isEmpty() && takers.isEmpty()) {
            return;
        }
        boolean asks = !takers.isEmpty();
        isUnderWay = true;
        if (asks) {
            mayHaveMore = false;
            count++;
        }
        long sent = desk.now();
        Work work = new Work(settling.stream().map(Outcome::settlement).toList(), takers.takers(), 0, isHungry);
        Future.succeededFuture()
                .compose(start -> store.work(name, desk.uid(), work))
                .onSuccess(worked -> answered(worked, settling, takers, sent))
                .onFailure(cause -> {
                    mayHaveStrays |= asks && cause instanceof ValkeyException lost && lost.isOutcomeUnknown();
                    failed(cause, settling);
                });
    }

    private void answered(Worked worked, List<Outcome> settling, Takers takers, long sent) {
        for (int i = 0; i < settling.size(); i++) {
            settling.get(i).answer().complete(worked.settled().get(i));
        }
        isUnderWay = false;
        if (!takers.isEmpty()) {
            askedAt = worked.nowMicros();
            claimed(worked, takers, sent);
        }
        heedWake();
        remember(worked);
        lookForStrays();
        work();
    }

    private void claimed(Worked worked, Takers takers, long sent) {
        isHungry = worked.claimed().size() < takers.wanted();
        int bytes = 0;
        for (ClaimedJob job : worked.claimed()) {
            bytes += job.data().size();
        }
        boolean isCutShort = worked.unreadable() > 0;
        if (bytes >= JobStore.MOST_BYTES || isCutShort) {
            mayHaveMore = true;
            isHungry = false;
        }
        side.unreadable(worked.unreadable());
        side.claimed(worked.claimed(), takers, sent, !isCutShort);
    }

    private void remember(Worked worked) {
        dueAt = worked.moreInMillis() < 0 ? NEVER : desk.now() + worked.moreInMillis();
        if (dueAt != NEVER && worked.moreInMillis() > 0) {
            desk.wakeAt(dueAt);
        }
    }

    /** A round that was never answered may have leased jobs all the same. */
    private void lookForStrays() {
        if (mayHaveStrays) {
            mayHaveStrays = false;
            desk.giveBackStrays(name);
        }
    }

    /** The next tick, or a link that is back, tries again. What was leased all the same is a stray then. */
    private void failed(Throwable cause, List<Outcome> settling) {
        LOG.debug("A round of work on {} failed: {}", name, cause.toString());
        isUnderWay = false;
        mayHaveMore = true;
        askedAt = 0;
        side.failed(cause, settling);
    }
}

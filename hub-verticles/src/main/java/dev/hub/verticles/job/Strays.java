package dev.hub.verticles.job;

import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobPage;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back jobs that were leased to this instance by an answer that never came: nobody works on them, and without this
 * others would have to wait for the leases to end.
 *
 * @param uid of this instance
 */
record Strays(JobReads reads, String uid) {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    private static final int PAGE = 200;

    /** So many jobs are looked through at most; what is behind them waits for its lease. */
    private static final int MOST_PAGES = 20;

    /** Looks for them. Answers come in the order of questions, so what a round brings meanwhile is known in time. */
    void giveBack(ActiveQueue queue) {
        look(queue, "", MOST_PAGES)
                .onFailure(
                        cause -> LOG.debug("Strays of {} wait for their leases: {}", queue.name(), cause.toString()));
    }

    private Future<Void> look(ActiveQueue queue, String after, int pages) {
        return reads.list(queue.name(), JobState.ACTIVE, "", after, PAGE, false).compose(page -> {
            page.jobs().forEach(job -> judge(queue, job));
            return isLast(page, pages) ? Future.succeededFuture() : look(queue, page.next(), pages - 1);
        });
    }

    private static boolean isLast(JobPage page, int pages) {
        return page.next().isEmpty() || pages == 1;
    }

    private void judge(ActiveQueue queue, JobView job) {
        JobClaim claim = new JobClaim(job.id(), job.counts().epoch());
        if (job.holder().node().equals(uid) && !queue.knows(claim)) {
            LOG.debug("Job {} of queue {} was leased without a word", job.id(), queue.name());
            queue.release(claim);
        }
    }
}

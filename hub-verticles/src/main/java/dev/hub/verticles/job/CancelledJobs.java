package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.Cancelled.Stopped;
import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who follow jobs, and those who work on them, that they were cancelled. */
record CancelledJobs(StopOrders stops, Followers followers) {
    private static final Logger LOG = LoggerFactory.getLogger(CancelledJobs.class);

    void tell(QueueName queue, List<Stopped> jobs) {
        jobs.forEach(job -> tell(queue, job));
    }

    /** Whoever works on it is to stop, wherever that is. */
    private void tell(QueueName queue, Stopped job) {
        if (job.was() == JobState.ACTIVE && !job.node().isEmpty()) {
            stops.send(queue, job.node(), new StopOrders.Order(job.claim(), Reason.CANCELLED))
                    .onFailure(
                            cause -> LOG.debug("A worker of {} learns it by its lease: {}", queue, cause.toString()));
        }
        if (job.isFollowed()) {
            followers.changed(queue, job.claim().id());
        }
    }
}

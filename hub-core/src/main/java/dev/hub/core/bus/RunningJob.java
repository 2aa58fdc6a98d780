package dev.hub.core.bus;

import dev.hub.core.bus.JobWork.Extended;
import dev.hub.core.bus.JobWork.Noted;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobChild;
import dev.hub.core.job.JobChildren;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.QueueName;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job that a verticle works on. From any thread. */
final class RunningJob implements JobContext {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

    private final HubBus bus;
    private final QueueName queue;
    private final ClaimedJob job;
    private final long since = System.nanoTime();
    private final Object lock = new Object();
    private final List<Runnable> actions = new ArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean isStopped;

    RunningJob(HubBus bus, QueueName queue, ClaimedJob job) {
        this.bus = bus;
        this.queue = queue;
        this.job = job;
    }

    @Override
    public QueueName queue() {
        return queue;
    }

    @Override
    public ClaimedJob job() {
        return job;
    }

    JobClaim claim() {
        return job.claim();
    }

    /** When it came, by {@link System#nanoTime}. */
    long since() {
        return since;
    }

    /** Works on the calling thread, which is interrupted when the job is stopped meanwhile, and only then. */
    Payload work(JobHandler.JobFunction function) throws Exception {
        synchronized (lock) {
            if (isStopped) {
                throw new InterruptedException("stopped before it began");
            }
            thread = Thread.currentThread();
        }
        try {
            return function.work(this);
        } finally {
            synchronized (lock) {
                thread = null;
            }
            Thread.interrupted();
        }
    }

    /** It is not the handler's any more. */
    void stop() {
        List<Runnable> all;
        synchronized (lock) {
            if (isStopped) {
                return;
            }
            isStopped = true;
            all = List.copyOf(actions);
            if (thread != null) {
                thread.interrupt();
            }
        }
        all.forEach(this::run);
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.warn(
                    "A handler of job {} in queue {} failed to stop",
                    job.claim().id(),
                    queue,
                    failure);
        }
    }

    @Override
    public boolean isStopped() {
        return isStopped;
    }

    @Override
    public void onStop(Runnable action) {
        synchronized (lock) {
            if (!isStopped) {
                actions.add(action);
                return;
            }
        }
        run(action);
    }

    @Override
    public Future<List<JobChild>> children() {
        return childrenAfter(0, new ArrayList<>());
    }

    private Future<List<JobChild>> childrenAfter(int number, List<JobChild> known) {
        return bus.request(
                        Addresses.JOBS,
                        new JobCommand.Children(queue, job.claim().id(), number, JobReads.MOST),
                        JobChildren.class)
                .compose(page -> {
                    known.addAll(page.children());
                    return page.next() == 0
                            ? Future.succeededFuture(List.copyOf(known))
                            : childrenAfter(page.next(), known);
                });
    }

    @Override
    public Future<Void> progress(Payload progress) {
        return note(new JobWork.Progress(queue, job.claim(), progress));
    }

    @Override
    public Future<Void> log(String line) {
        return note(new JobWork.Log(queue, job.claim(), List.of(line)));
    }

    private Future<Void> note(JobWork word) {
        return bus.request(Addresses.JOB_WORK, word, Noted.class).mapEmpty();
    }

    @Override
    public Future<Void> extend(Duration time) {
        return bus.request(
                        Addresses.JOB_WORK,
                        new JobWork.Extend(queue, List.of(job.claim()), time.toMillis()),
                        Extended.class)
                .compose(extended -> extended.ends().getFirst() > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(HubException.of(ErrorCode.STALE_EPOCH)));
    }
}

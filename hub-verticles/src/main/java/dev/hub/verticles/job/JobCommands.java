package dev.hub.verticles.job;

import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobCommand.Changed;
import dev.hub.core.bus.JobCommand.LogLine;
import dev.hub.core.bus.JobCommand.LogLines;
import dev.hub.core.bus.JobCommand.Taken;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.Cancelled;
import dev.hub.core.job.JobChange;
import dev.hub.core.job.JobChanges;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.NewJob;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;

/** Carries out what those ask for who have jobs done. */
final class JobCommands {
    private final Submissions submissions;
    private final JobReads reads;
    private final EventReader events;
    private final JobChanges changes;
    private final Tellers tellers;
    private final JobsConfig config;

    /**
     * Who tells others.
     *
     * @param awaits those who wait for the end of a job
     * @param cancelled those who follow it or work on it, where it was cancelled
     */
    record Tellers(Awaits awaits, CancelledJobs cancelled, JobReports reports) {}

    JobCommands(Submissions submissions, EventReader events, JobChanges changes, Tellers tellers, JobsConfig config) {
        this.submissions = submissions;
        this.reads = events.reads();
        this.events = events;
        this.changes = changes;
        this.tellers = tellers;
        this.config = config;
    }

    /** The answer; a refusal is thrown, or is its failure. */
    Future<?> execute(JobCommand command) {
        return switch (command) {
            case JobCommand.Submit submit -> submit(submit);
            case JobCommand.Get get -> reads.get(get.queue(), get.id());
            case JobCommand.ListJobs list ->
                reads.list(list.queue(), list.state(), list.group(), list.after(), list.limit(), list.latestFirst());
            case JobCommand.Children children ->
                reads.children(children.queue(), children.id(), children.after(), children.limit());
            case JobCommand.ReadLog log -> readLog(log);
            case JobCommand.Cancel cancel -> cancel(cancel);
            case JobCommand.Retry retry -> retry(retry).map(JobCommands::changed);
            case JobCommand.Remove remove ->
                changes.remove(remove.queue(), remove.ids()).map(JobCommands::changed);
            case JobCommand.ReadEvents events -> this.events.read(events).map(JobCommand.Events::new);
            case JobCommand.Await await -> tellers.awaits().await(await.queue(), await.id(), await.waitMillis());
        };
    }

    private Future<Taken> submit(JobCommand.Submit command) {
        int size = 0;
        for (NewJob job : command.jobs()) {
            size += job.size();
            requireShort(job);
        }
        if (size > JobStore.MAX_SUBMITTED) {
            throw HubException.of(
                    ErrorCode.BAD_REQUEST,
                    "jobs must be at most " + JobStore.MAX_SUBMITTED + " with their children, got " + size);
        }
        return submissions
                .add(command.queue(), command.jobs())
                .onSuccess(results -> tellers.reports().submitted(command.queue(), command.jobs(), results))
                .map(Taken::new);
    }

    private void requireShort(NewJob job) {
        WorkCommands.requireShort("data", job.data(), config.maxPayload().bytes());
        job.children().forEach(this::requireShort);
    }

    private Future<LogLines> readLog(JobCommand.ReadLog command) {
        return reads.log(command.queue(), command.id(), command.from(), command.limit())
                .map(log -> new LogLines(
                        log.lines().stream()
                                .map(line -> new LogLine(line.millis(), line.text()))
                                .toList(),
                        log.total()));
    }

    private Future<Changed> cancel(JobCommand.Cancel command) {
        return changes.cancel(command.queue(), command.ids(), command.reason()).map(cancelled -> {
            tellers.cancelled().tell(command.queue(), cancelled.jobs());
            return changed(cancelled);
        });
    }

    private static Changed changed(Cancelled cancelled) {
        return new Changed(
                cancelled.jobs().stream()
                        .filter(job -> !job.isChild())
                        .map(job -> job.claim().id())
                        .toList(),
                cancelled.unknown(),
                cancelled.others());
    }

    private Future<JobChange> retry(JobCommand.Retry command) {
        boolean isEdit = command.spec().isPresent() || command.data().isPresent();
        if (isEdit && command.ids().size() != 1) {
            throw HubException.of(
                    ErrorCode.BAD_REQUEST,
                    "only one job can be something else from now on, got "
                            + command.ids().size());
        }
        if (command.ids().isEmpty()) {
            return changes.retryDead(command.queue());
        }
        return isEdit
                ? changes.retry(command.queue(), command.ids().getFirst(), command.spec(), command.data())
                : changes.retry(command.queue(), command.ids());
    }

    private static Changed changed(JobChange change) {
        return new Changed(change.ids(), change.unknown(), change.others());
    }
}

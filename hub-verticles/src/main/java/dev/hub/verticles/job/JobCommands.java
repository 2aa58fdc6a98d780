package dev.hub.verticles.job;

import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobCommand.Taken;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.NewJob;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;

/** Carries out what those ask for who have jobs done. */
final class JobCommands {
    private final Submissions submissions;
    private final JobsConfig config;
    private final JobReports reports;

    JobCommands(Submissions submissions, JobsConfig config, JobReports reports) {
        this.submissions = submissions;
        this.config = config;
        this.reports = reports;
    }

    /** The answer; a refusal is thrown, or is its failure. */
    Future<?> execute(JobCommand command) {
        return switch (command) {
            case JobCommand.Submit submit -> submit(submit);
            default -> Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
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
                .onSuccess(results -> reports.submitted(command.queue(), results))
                .map(Taken::new);
    }

    private void requireShort(NewJob job) {
        WorkCommands.requireShort("data", job.data(), config.maxPayload().bytes());
        job.children().forEach(this::requireShort);
    }
}

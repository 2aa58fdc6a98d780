package dev.hub.verticles.job;

import dev.hub.core.bus.JobCommand.ReadEvents;
import dev.hub.core.job.JobEvent;
import dev.hub.core.job.JobReads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads what became of jobs, for those who follow a queue. Who waits has it looked for again and again. */
record EventReader(Vertx vertx, JobReads reads) {
    private static final long LOOK_MILLIS = 250;

    /** What is asked for; none when there is none in the time that is allowed. */
    Future<List<JobEvent>> read(ReadEvents command) {
        return read(command, command.waitMillis());
    }

    private Future<List<JobEvent>> read(ReadEvents command, long patience) {
        return look(command)
                .compose(events ->
                        events.isEmpty() && patience > 0 ? again(command, patience) : Future.succeededFuture(events));
    }

    private Future<List<JobEvent>> again(ReadEvents command, long patience) {
        long pause = Math.min(LOOK_MILLIS, patience);
        return vertx.timer(pause, TimeUnit.MILLISECONDS).compose(passed -> read(command, patience - pause));
    }

    private Future<List<JobEvent>> look(ReadEvents command) {
        return command.after().isEmpty()
                ? reads.latestEvents(command.queue(), command.limit())
                : reads.events(command.queue(), command.after(), command.limit());
    }
}

package dev.hub.verticles.api;

import dev.hub.core.bus.JobCommand.Await;
import dev.hub.core.bus.JobCommand.Cancel;
import dev.hub.core.bus.JobCommand.Children;
import dev.hub.core.bus.JobCommand.Get;
import dev.hub.core.bus.JobCommand.ListJobs;
import dev.hub.core.bus.JobCommand.ReadEvents;
import dev.hub.core.bus.JobCommand.ReadLog;
import dev.hub.core.bus.JobCommand.Remove;
import dev.hub.core.bus.JobCommand.Submit;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what is asked for by those who have jobs done.
 *
 * @param newIds for jobs that come without one
 */
record JobFields(JobIds newIds, JobLimits limits) {
    private static final int STANDARD_LIMIT = 100;
    private static final int MAX_REASON = 1_000;
    private static final Pattern CURSOR = Pattern.compile("(-?\\d{1,20}(\\.\\d{1,20})?(e\\+?\\d{1,2})? [^ ]{1,100})?");
    private static final Pattern OFFSET = Pattern.compile("(\\d{1,16}-\\d{1,16})?");

    Submit submit(ApiFields fields) {
        return JobSubmission.one(fields, newIds, limits);
    }

    Submit submitMany(ApiFields fields) {
        return JobSubmission.many(fields, newIds, limits);
    }

    Get get(ApiFields fields) {
        return new Get(JobNames.queue(fields), JobNames.id(fields));
    }

    ListJobs list(ApiFields fields) {
        return new ListJobs(
                JobNames.queue(fields),
                JobNames.state(fields, "state", fields.string("state")),
                JobNames.text(fields, "group", NewJob.MAX_ID),
                cursor(fields),
                limit(fields),
                fields.truth("latest_first"));
    }

    /** The rank or time of the last job of the page before, and its id. */
    private static String cursor(ApiFields fields) {
        String after = fields.string("after");
        if (!CURSOR.matcher(after).matches()) {
            throw fields.refusal("after", "must be the next that job_list has told");
        }
        return after;
    }

    private static int limit(ApiFields fields) {
        return (int) fields.integer("limit", STANDARD_LIMIT, 1, JobNames.MAX_JOBS);
    }

    Children children(ApiFields fields) {
        return new Children(
                JobNames.queue(fields),
                JobNames.id(fields),
                (int) fields.integer("after", 0, 0, Integer.MAX_VALUE),
                limit(fields));
    }

    ReadLog readLog(ApiFields fields) {
        return new ReadLog(
                JobNames.queue(fields),
                JobNames.id(fields),
                fields.integer("from", 0, 0, Integer.MAX_VALUE),
                limit(fields));
    }

    /** What is to be changed, and whether it is the one job of {@code id}, which must be there then. */
    record OfJobs<C>(C command, boolean isOne) {}

    OfJobs<Cancel> cancel(ApiFields fields) {
        return new OfJobs<>(
                new Cancel(JobNames.queue(fields), JobNames.ids(fields), JobNames.text(fields, "reason", MAX_REASON)),
                JobNames.hasOneId(fields));
    }

    OfJobs<Remove> remove(ApiFields fields) {
        return new OfJobs<>(new Remove(JobNames.queue(fields), JobNames.ids(fields)), JobNames.hasOneId(fields));
    }

    /**
     * Jobs to be done after all.
     *
     * @param ids none for all that are dead
     * @param options what their options shall be from now on; empty where these stay
     */
    record Retrial(
            QueueName queue, List<String> ids, boolean isOne, Optional<ApiFields> options, Optional<Payload> data) {}

    Retrial retry(ApiFields fields) {
        QueueName queue = JobNames.queue(fields);
        boolean isAll = fields.truth("all");
        boolean isOne = JobNames.hasOneId(fields);
        if (isAll && (isOne || !fields.strings("ids").isEmpty())) {
            throw ApiFields.badRequest("all excludes id and ids");
        }
        List<String> ids = isAll ? List.of() : JobNames.ids(fields);
        Optional<ApiFields> options = fields.object("options");
        options.ifPresent(
                given -> given.requireKnown(List.of("name", "attempts", "backoff", "timeout_ms", "keep_log")));
        Optional<Payload> data = fields.raw("data");
        if ((options.isPresent() || data.isPresent()) && ids.size() != 1) {
            throw ApiFields.badRequest("data and options are for one id");
        }
        return new Retrial(queue, ids, isOne, options, data);
    }

    ReadEvents events(ApiFields fields) {
        String after = fields.string("after");
        if (!OFFSET.matcher(after).matches()) {
            throw fields.refusal("after", "must be an offset that job_events has told");
        }
        return new ReadEvents(JobNames.queue(fields), after, limit(fields), waitMillis(fields));
    }

    private long waitMillis(ApiFields fields) {
        return fields.integer("wait_ms", 0, 0, limits.maxWait().toMillis());
    }

    Await await(ApiFields fields) {
        return new Await(JobNames.queue(fields), JobNames.id(fields), waitMillis(fields));
    }
}
